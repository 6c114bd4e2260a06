import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import type { IConfigMap } from 'kubernetes-models/v1';
import { parse } from 'yaml';
import { adapt } from './adapt.ts';
import { startGateway, startService } from './gateway.ts';
import type { GatewayProcess, Service } from './gateway.ts';
import { render } from './manifests.ts';
import { mount } from './mounts.ts';
import { readPage } from './page.ts';
import { question, sign } from './plain-client.ts';
import { run } from './processes.ts';

const page = await readPage('docs/kubernetes.md');
const [check = '', createSecrets = '', apply = ''] = page.blocks('Bringing it up', 'sh');
const configMaps = (await render('config/kubernetes')).filter(({ kind }) => kind === 'ConfigMap');

function dataOf(name: string): Readonly<Record<string, string>> {
  const found = (configMaps as IConfigMap[]).find(({ metadata }) => metadata?.name === name);
  assert.ok(found?.data, name);
  return found.data;
}

/** What the page's command would send. */
async function secretsOfPage(directory: string): Promise<Record<string, string>> {
  const [, command = ''] = /^(kubectl -n \S+ create secret [^]*)$/m.exec(createSecrets) ?? [];
  const script = `printf of-plain > plain-signing\n${command.trimEnd()} --dry-run=client -o yaml`;
  const env = { BILLING_TOKEN: 'of-billing' };
  const { status, output } = await run('bash', ['-ec', script], { cwd: directory, env });
  assert.equal(status, 0, output);
  const { data } = parse(output) as { data: Record<string, string> };
  const text = (encoded: string): string => Buffer.from(encoded, 'base64').toString();
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, text(value)]));
}

test('the files on the page are right, by the command on the page', async () => {
  const { status, output } = await run('bash', [
    '-c',
    check.replace('npx customer-cards-gateway', `${process.execPath} src/main.ts`),
  ]);
  assert.equal(status, 0, output);
});

test('what the page applies is what is checked here', () => {
  assert.match(apply, /^kubectl apply -k config\/kubernetes$/m);
  assert.deepEqual(page.unused('sh'), []);
});

suite('the gateway on mounts that a kubelet replaces', { timeout: 120_000 }, () => {
  let directory: string;
  let secrets: Record<string, string>;
  let service: Service;
  let gateway: GatewayProcess;
  const volume = (name: string): string => join(directory, name);

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'pod-'));
    service = await startService();
    secrets = await secretsOfPage(directory);
    await mkdir(volume('config'));
    // As in the image.
    await symlink('gateway/gateway.yaml', volume('config/gateway.yaml'));
    await mountConfig('gateway', dataOf('customer-cards-gateway'));
    await mountConfig('upstreams', dataOf('customer-cards-upstreams'));
    await mount(volume('secrets'), secrets);
    gateway = await startGateway(volume('config'));
  });
  after(async () => {
    gateway.kill();
    await gateway.exit;
    service.close();
    await rm(directory, { recursive: true });
  });

  function mountConfig(name: string, data: Readonly<Record<string, string>>): Promise<void> {
    const places = {
      '/run/secrets/customer-cards': volume('secrets'),
      '0.0.0.0': '127.0.0.1',
      'port: 8080': 'port: 0',
      'port: 8081': 'port: 0',
      'http://billing.payments.svc.cluster.local': service.origin,
    };
    const files = Object.entries(data).map(([file, text]) => [file, adapt(text, places)]);
    return mount(volume(`config/${name}`), Object.fromEntries(files));
  }

  async function ask(key: string, slot: 'a' | 'b' = 'a'): Promise<string> {
    const body = question('c_1', [key]);
    const response = await fetch(`${gateway.url}/cards`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${secrets[`cards-token-${slot}`]}`,
        'plain-request-signature': sign(body, secrets['plain-signing'] ?? ''),
      },
    });
    return `${response.status} ${await response.text()}`;
  }

  /** A kubelet tells nobody: the gateway looks every 10 s. */
  async function askUntil(key: string, pattern: RegExp, slot: 'a' | 'b' = 'a'): Promise<void> {
    for (const until = Date.now() + 15_000; Date.now() < until; await delay(1_000)) {
      if (pattern.test(await ask(key, slot))) return;
    }
    assert.match(await ask(key, slot), pattern);
  }

  test('starts with the manifests and the secrets of the page', async () => {
    assert.match(await ask('subscription-status'), /^200 .*"text":"c_1"/);
  });

  test('takes a file that is new, and a card that is new in one that is not', async () => {
    const { 'billing.yaml': billing = '' } = dataOf('customer-cards-upstreams');
    const orders = billing
      .replace('name: billing', 'name: orders')
      .replace(/ {2}sub\S+:/, '  order:');
    assert.match(await ask('order'), /No service is set up/);
    await mountConfig('upstreams', {
      'billing.yaml': `${billing}  usage: {}\n`,
      'orders.yaml': orders,
    });
    await askUntil('order', /^200 .*"text":"c_1"/);
    assert.match(await ask('usage'), /^200 .*"text":"c_1"/);
  });

  test("takes a change of the gateway's own file", async () => {
    const { 'gateway.yaml': own = '' } = dataOf('customer-cards-gateway');
    await mountConfig('gateway', { 'gateway.yaml': own.replace(/ {2}signing:\n.*\n/, '') });
    secrets = { ...secrets, 'plain-signing': 'something else' };
    await askUntil('usage', /^200 /);
  });

  test('takes a rotated secret', async () => {
    secrets = { ...secrets, 'cards-token-b': 'a-new-one' };
    assert.match(await ask('usage', 'b'), /^401 /);
    await mount(volume('secrets'), secrets);
    await askUntil('usage', /^200 /, 'b');
  });
});

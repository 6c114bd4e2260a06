import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import { serverName } from './edge.ts';
import { startNginx } from './nginx.ts';
import type { Nginx } from './nginx.ts';
import { readPage } from './page.ts';
import { ask, failuresIn, question, startLoad } from './plain-client.ts';
import type { Client } from './plain-client.ts';
import { innermost } from './processes.ts';
import type { Run } from './processes.ts';
import { createSite } from './site.ts';
import { startSshd } from './ssh.ts';
import type { Site } from './site.ts';

const page = await readPage('docs/going-live.md');
const sh = (heading: string): readonly string[] => page.blocks(heading, 'sh');
const yaml = (heading: string): string => page.blocks(heading, 'yaml')[0] ?? '';

const billing = (origin: string, card: string): string => `name: billing
adapter: plain
url: ${origin}/cards
cards:
${card}`;

/** Everything the page says, in its order, on one machine; Plain asks all along. */
suite('docs/going-live.md', { timeout: 300_000 }, () => {
  let site: Site;
  let gateway: Run;
  let nginx: Nginx;
  let plain: Client;
  /** What stands in Plain's settings. */
  const known = { token: '', signing: 'plain-signing-secret' };
  const configuration = sh('A configuration');
  const probe = sh('nginx')[1] ?? '';
  const withProbe = (commands: string): string => `${probe}\n${commands}`;

  before(async () => {
    site = await createSite();
    plain = {
      port: site.port,
      ca: site.ca,
      serverName,
      certificate: site.plainCertificate,
      authorization: () => `Bearer ${known.token}`,
      signingSecret: () => known.signing,
    };
    await site.write('gateway.yaml', yaml('A configuration'));
    await site.write('upstreams/billing.yaml', billing(site.service.origin, '  usage: {}\n'));
  });
  after(async () => {
    await nginx.stop();
    await end(gateway);
    await site.stop();
  });

  /** Runs an operator's work while Plain asks on and on: nothing may fail. */
  async function underLoad(work: () => Promise<void>): Promise<void> {
    const load = startLoad(plain);
    try {
      await delay(300);
      await work();
      await delay(300);
    } finally {
      await load.stop();
    }
    assert.deepEqual(failuresIn(load.replies), []);
    assert.ok(load.replies.length > 50);
  }

  test('the configuration has its secrets in files that only its owner reads, and is right', async () => {
    await site.sh(configuration[0] ?? '');
    await site.write('secrets/plain-signing', `${known.signing}\n`);
    known.token = (await site.read('secrets/cards-token-a')).trim();
    assert.match(known.token, /^[0-9a-f]{64}$/);
    assert.match(await site.sh(`stat -c %a ${site.directory}/config/secrets/*`), /^(600\n)+/);
    await site.sh(configuration[1] ?? '');
    gateway = site.begin(configuration[2] ?? '');
    await gateway.find(/"msg":"listening"/);
  });

  test('nginx takes the shipped files, and a signed question passes', async () => {
    await site.sh(sh('nginx')[0] ?? '');
    nginx = await startNginx(site.directory, site.port);
    assert.equal(await site.sh(probe), '200\n');
    assert.equal(await site.sh(withProbe('probe cards-token-b plain-signing')), '200\n200\n');
    assert.equal(await site.sh(withProbe('probe cards-token-a')), '200\n401\n');
  });

  test("the header's secret is rotated, there and back, and no request fails", async () => {
    const [replaceOther = '', look = '', replaceOld = ''] = sh("The header's");
    const swap = (commands: string): string =>
      commands.replaceAll(/token-([ab])/g, (_, slot) => `token-${slot === 'a' ? 'b' : 'a'}`);
    for (const turn of [(commands: string) => commands, swap]) {
      const old = known.token;
      await underLoad(async () => {
        await site.sh(withProbe(turn(replaceOther)));
        known.token = (await site.read(turn('secrets/cards-token-b'))).trim();
        await delay(200);
        assert.match(await site.sh(look), /credential="cards-a",result="ok"\} [1-9]/);
        await site.sh(withProbe(turn(replaceOld)));
      });
      assert.notEqual(known.token, old);
      const refused = await ask(
        { ...plain, authorization: () => `Bearer ${old}` },
        { body: question('c_1') },
      );
      assert.equal(refused.status, 401);
    }
  });

  test('the signing secret is rotated, and no request fails', async () => {
    const [stopDemanding = '', demand = ''] = sh('The signing secret');
    const old = known.signing;
    await underLoad(async () => {
      await site.sh(withProbe(stopDemanding));
      known.signing = 'plain-signing-secret-2';
      await site.write('secrets/plain-signing', known.signing);
      await delay(200);
      await site.sh(withProbe(demand));
    });
    const refused = await ask({ ...plain, signingSecret: () => old }, { body: question('c_1') });
    assert.equal(refused.status, 401);
  });

  test('a new version takes over, and the old one again, and no request fails', async () => {
    const [startNext = '', waitForNext = ''] = sh('Upgrading and rolling back');
    await underLoad(async () => {
      const next = site.begin(startNext);
      await site.sh(waitForNext);
      assert.equal(await end(gateway), 0);
      await delay(500);
      gateway = site.begin(configuration[2] ?? '');
      await gateway.find(/"msg":"listening"/);
      await delay(500);
      assert.equal(await end(next), 0);
    });
  });

  test("Plain's client certificate is demanded", async () => {
    const [install = ''] = sh("Plain's client certificate");
    const withoutOne = { ...plain, certificate: null };
    const body = question('c_1');
    assert.equal((await ask(withoutOne, { body })).status, 200);
    await site.sh(`${install}\nnginx -s reload`);
    await delay(500);
    assert.equal((await ask(withoutOne, { body })).status, 0);
    assert.equal((await ask(plain, { body })).status, 200);
  });

  test('a card that is retired is hidden, and its service asked no more', async () => {
    const shown = await ask(plain, { body: question('c_7') });
    assert.ok(shown.body.includes('"text":"c_7"'));
    const retired = yaml('Removing a card').replace(/^cards:\n/, '');
    await site.write('upstreams/billing.yaml', billing(site.service.origin, retired));
    await gateway.find(/"cardsChanged":\["usage"\]/);
    const { requests } = site.service;
    const hidden = await ask(plain, { body: question('c_8') });
    assert.match(hidden.body, /"key":"usage",.*"components":null/);
    assert.equal(site.service.requests, requests);
    await site.write('upstreams/billing.yaml', billing(site.service.origin, '  usage: {}\n'));
    await gateway.find(/"cardsChanged":\["usage"\][^]*"cardsChanged":\["usage"\]/);
  });

  test('an erased customer is forgotten, others are not', async () => {
    const [purge = ''] = sh('Answering an erasure request');
    const askFor = (customer: object) =>
      ask(plain, { body: JSON.stringify({ cardKeys: ['usage'], customer }) });
    const ada = { id: 'c_ada', email: 'Ada@example.com', externalId: null };
    await askFor(ada);
    await askFor({ id: 'c_other' });
    const { requests } = site.service;
    const told = JSON.parse(await site.sh(purge)) as { cards: number; plainCopiesGoneBy: string };
    assert.equal(told.cards, 1);
    assert.ok(Date.parse(told.plainCopiesGoneBy) > Date.now());
    await askFor({ id: 'c_other' });
    assert.equal(site.service.requests, requests);
    await askFor(ada);
    assert.equal(site.service.requests, requests + 1);
  });
});

/** Where the page tells of something else than the rest of it. */
suite('other ways of docs/going-live.md', { timeout: 120_000 }, () => {
  let site: Site;
  let plain: Client;
  const [createSecrets = '', , run = ''] = sh('A configuration');
  const secrets = { 'plain-signing': 'of production', 'plain-signing-staging': 'of staging' };

  before(async () => {
    site = await createSite();
    await site.sh(createSecrets);
    const cards = '  subscription-status: {}\n  usage: {}\n';
    await site.write('upstreams/billing.yaml', billing(site.service.origin, cards));
    for (const [name, secret] of Object.entries(secrets)) {
      await site.write(`secrets/${name}`, secret);
    }
    const token = (await site.read('secrets/cards-token-a')).trim();
    plain = {
      port: site.port,
      ca: site.ca,
      serverName,
      certificate: site.plainCertificate,
      authorization: () => `Bearer ${token}`,
      signingSecret: () => secrets['plain-signing'],
    };
  });
  after(() => site.stop());

  test('a tunnel brings a gateway on a desk behind nginx; without it Plain is told to come again', async (t) => {
    const [tunnel = ''] = sh('A tunnel first');
    await site.write('gateway.yaml', yaml('A configuration'));
    await site.sh(sh('nginx')[0] ?? '');
    const nginx = await startNginx(site.directory, site.port);
    t.after(() => nginx.stop());
    const sshd = await startSshd(`${site.directory}/ssh`, serverName);
    t.after(() => sshd.kill());
    const gateway = site.begin(`PORT=${site.deskPort} ${run}`);
    t.after(() => end(gateway));
    await gateway.find(/"msg":"listening"/);
    const ssh = site.begin(tunnel);
    t.after(() => ssh.kill());
    await ssh.find(/remote forward success/);
    const through = await ask(plain, { body: question('c_1') });
    assert.equal(through.status, 200, through.body);
    await end(ssh);
    await sshd.find(/closed|disconnect/i);
    const closed = await ask(plain, { body: question('c_1') });
    assert.deepEqual([closed.status, closed.headers['retry-after']], [503, '1']);
  });

  test("staging's secret opens nothing of production, and production's nothing of staging", async (t) => {
    await site.write('gateway.yaml', yaml('Staging beside production'));
    await site.sh(sh('nginx')[0] ?? '');
    const nginx = await startNginx(site.directory, site.port);
    t.after(() => nginx.stop());
    const gateway = site.begin(run);
    t.after(() => end(gateway));
    await gateway.find(/"msg":"listening"/);
    const tokenB = (await site.read('secrets/cards-token-b')).trim();
    const staging: Client = {
      ...plain,
      authorization: () => `Bearer ${tokenB}`,
      signingSecret: () => secrets['plain-signing-staging'],
    };
    const askAs = async (who: Client, workspace: string, key: string): Promise<string> => {
      const headers = { 'plain-workspace-id': workspace };
      const { status, body } = await ask(who, { body: question('c_1', [key]), headers });
      return `${status} ${body}`;
    };
    assert.match(await askAs(plain, 'w_production', 'usage'), /^200 .*"text":"c_1"/);
    assert.match(await askAs(staging, 'w_staging', 'subscription-status'), /^200 .*"text":"c_1"/);
    assert.match(await askAs(staging, 'w_staging', 'usage'), /^200 .*No service is set up/);
    assert.match(await askAs(staging, 'w_production', 'usage'), /^401 /);
    assert.match(await askAs(plain, 'w_staging', 'subscription-status'), /^401 /);
  });

  test("TLS and Plain's certificate end in the gateway", async (t) => {
    const auth = '\nauth: { headers: [{ name: authorization, value: Bearer token }] }\n';
    const [listen = ''] = page.blocks("Plain's client certificate", 'yaml');
    await site.write('gateway.yaml', `version: 1\n${listen}${auth}`);
    await site.sh(
      'install -D -t /etc/customer-cards-gateway/tls fullchain.pem key.pem config/plain-client-ca.pem',
    );
    const gateway = site.begin(`PORT=0 ADMIN_PORT=0 ${run}`);
    t.after(() => end(gateway));
    const [, port] = await gateway.find(/"url":"https:\/\/127\.0\.0\.1:(\d+)"/);
    const direct = { ...plain, port: Number(port), authorization: () => 'Bearer token' };
    const body = question('c_1');
    assert.equal((await ask(direct, { body })).status, 200);
    assert.equal((await ask({ ...direct, certificate: null }, { body })).status, 0);
  });
});

test('everything that docs/going-live.md tells to run or to write has been run or written', () => {
  assert.deepEqual([...page.unused('sh'), ...page.unused('yaml')], []);
});

/** Ends what `begin` started; resolves with its exit status. */
async function end(started: Run): Promise<number | null> {
  process.kill(await innermost(started.pid), 'SIGTERM');
  return started.exit;
}

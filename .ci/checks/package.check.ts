import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { onThisNode, run, start } from './processes.ts';

const secrets = {
  CARDS_TOKEN: 'cards-token',
  ADMIN_TOKEN: 'admin-token',
  BILLING_TOKEN: 'billing-token',
  ORDERS_TOKEN: 'orders-token',
  ACCOUNTS_SIGNING_SECRET: 'accounts-secret',
  SENTRY_TOKEN: 'sentry-token',
};
/** Nothing listens there. */
const nowhere = {
  BILLING_URL: 'http://127.0.0.1:9',
  ORDERS_URL: 'http://127.0.0.1:9',
  ACCOUNTS_URL: 'http://127.0.0.1:9',
  SENTRY_URL: 'http://127.0.0.1:9',
};
const cardKeys = [
  'customer-details',
  'subscription-status',
  'last-order',
  'sentry',
  'no-such-card',
];

const javascript = `
import Fastify from 'fastify';
import { createGateway, customerCards, customerCardsAdmin } from 'customer-cards-gateway';

const gateway = createGateway({
  auth: { headers: [{ name: 'authorization', value: 'Bearer token' }] },
  upstreams: [
    {
      name: 'accounts',
      adapter: 'function',
      cards: { plan: {} },
      fetch: async () => ({ cards: [{ key: 'plan', components: [{ componentText: { text: 'Pro' } }] }] }),
    },
  ],
});
const app = Fastify();
app.register(customerCards, { gateway });
app.register(customerCardsAdmin, { gateway, prefix: '/cards-admin' });
const answer = await app.inject({
  method: 'POST',
  url: '/cards',
  headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
  payload: JSON.stringify({ cardKeys: ['plan'], customer: { id: 'c_1', email: null, externalId: null } }),
});
const page = await app.inject('/cards-admin/');
process.stdout.write(JSON.stringify({ ...answer.json(), page: page.body }));
await app.close();
`;

const typescript = `
import Fastify from 'fastify';
import { createGateway, customerCards, customerCardsAdmin } from 'customer-cards-gateway';
import type { CardsQuery, FetchCardsFunction, Gateway, GatewayOptions } from 'customer-cards-gateway';

const fetch: FetchCardsFunction = async ({ cardKeys }: CardsQuery, { signal }) => {
  signal.throwIfAborted();
  return { cards: cardKeys.map((key) => ({ key, components: null })) };
};
const options: GatewayOptions = {
  auth: { headers: [{ name: 'authorization', value: 'Bearer token' }] },
  upstreams: [
    { name: 'accounts', adapter: 'function', fetch, cards: { plan: { ttlSeconds: 60 } } },
    { name: 'billing', adapter: 'plain', url: 'http://127.0.0.1/cards', cards: { usage: {} } },
  ],
};
const app = Fastify();
const gateway: Gateway = createGateway(options, { log: app.log });
app.register(customerCards, { gateway, path: '/plain/cards' });
app.register(customerCardsAdmin, { gateway, token: 'token', prefix: '/cards-admin' });
// @ts-expect-error: an upstream without cards is a mistake
createGateway({ ...options, upstreams: [{ name: 'billing', adapter: 'plain', url: 'http://127.0.0.1' }] });
`;

const tsconfig = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
  },
  files: ['consumer.ts'],
};

suite('the package', { timeout: 240_000 }, () => {
  let directory: string;
  let bin: string;
  const here = (command: string, ...args: readonly string[]) =>
    run(command, args, { cwd: directory, env: onThisNode });

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'customer-cards-'));
    bin = join(directory, 'node_modules/.bin/customer-cards-gateway');
    await install(directory);
    await Promise.all([
      writeFile(join(directory, 'consumer.js'), javascript),
      writeFile(join(directory, 'consumer.ts'), typescript),
      writeFile(join(directory, 'tsconfig.json'), JSON.stringify(tsconfig)),
    ]);
  });
  after(() => rm(directory, { recursive: true }));

  test('a start that finds no configuration compiles all that a gateway runs', async () => {
    const env = {
      ...onThisNode,
      NODE_COMPILE_CACHE: join(directory, 'compiled'),
      NODE_DEBUG_NATIVE: 'COMPILE_CACHE',
    };
    const startNowhere = () => run(bin, ['--config', '/nowhere'], { cwd: directory, env });
    assert.equal((await startNowhere()).status, 1);
    const { output } = await startNowhere();
    assert.ok((output.match(/ was accepted/g) ?? []).length > 500, output.slice(-2_000));
    assert.doesNotMatch(output, / was rejected/);
    assert.match(output, /\/run-config\.js/);
  });

  test('holds the gateway and its configuration, and nothing of the demo or the tests', async () => {
    const { output } = await here('tar', 'tzf', 'package.tgz');
    const files = output.trim().split('\n');
    const folders = ['dist/src', 'dist/plugins', 'dist/browser', 'config', 'docs'].map(
      (folder) => `package/${folder}/`,
    );
    const single = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'SECURITY.md'];
    const strays = files.filter((file) => !folders.some((folder) => file.startsWith(folder)));
    assert.deepEqual(strays.sort(), single.map((file) => `package/${file}`).sort());
    assert.deepEqual(
      files.filter((file) => file.includes('/demo/') || file.includes('dist/src/browser/')),
      [],
    );
  });

  test('prints its version and its usage', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    assert.deepEqual(await here(bin, '--version'), { status: 0, output: `${version}\n` });
    const help = await here(bin, '--help');
    assert.equal(help.status, 0);
    assert.match(help.output, /--config DIR/);
  });

  test('exits 2 for wrong usage and 1 for a configuration without its secrets', async () => {
    assert.equal((await here(bin)).status, 2);
    const { status, output } = await here(bin, '--config', await shippedConfig(directory));
    assert.equal(status, 1);
    for (const name of Object.keys(secrets)) assert.ok(output.includes(name), name);
  });

  test('answers with notices while no service is there, shows its pages, and drains on SIGTERM', async () => {
    const config = await shippedConfig(directory);
    const gateway = start(bin, ['--config', config], {
      cwd: directory,
      env: { ...onThisNode, ...secrets, ...nowhere, PORT: '0', ADMIN_PORT: '0' },
    });
    try {
      const [, url = '', admin = ''] = await gateway.find(/"url":"([^"]+)","admin":"([^"]+)"/);
      const cards = await ask(url);
      assert.deepEqual(
        cards.map(({ key }) => key),
        cardKeys,
      );
      for (const { key, components } of cards) assert.ok((components ?? []).length > 0, key);
      const page = await (await fetch(admin)).text();
      const [, script = ''] = /<script type="module" src="([^"]+)">/.exec(page) ?? [];
      assert.equal((await fetch(new URL(script, `${admin}/`))).status, 200, script);
    } finally {
      gateway.kill();
    }
    assert.equal(await gateway.exit, 0);
  });

  test('is imported by plain JavaScript', async () => {
    const { status, output } = await here('node', 'consumer.js');
    assert.equal(status, 0, output);
    const { cards, page } = JSON.parse(output) as {
      cards: { key: string; components: unknown }[];
      page: string;
    };
    assert.deepEqual(cards[0]?.components, [{ componentText: { text: 'Pro' } }]);
    assert.match(page, /<script type="module" src="assets\/main-/);
  });

  test('is imported by strict TypeScript that checks libraries too', async () => {
    const tsc = resolve('node_modules/.bin/tsc');
    assert.deepEqual(await here(tsc, '-p', '.'), { status: 0, output: '' });
  });

  test('resolves its configuration files', async () => {
    const config = await shippedConfig(directory);
    assert.match(await readFile(join(config, 'gateway.yaml'), 'utf8'), /^version: 1$/m);
    assert.match(
      await readFile(join(config, 'upstreams/billing.yaml'), 'utf8'),
      /^name: billing$/m,
    );
  });
});

/** Packs the project and installs it into an empty one, with the types of Node as an application has them. */
async function install(directory: string): Promise<void> {
  const packed = await run('npm', ['pack', '--silent', '--pack-destination', directory]);
  assert.equal(packed.status, 0, packed.output);
  const [file = ''] = /\S+\.tgz$/.exec(packed.output.trim()) ?? [];
  await run('mv', [join(directory, file), join(directory, 'package.tgz')]);
  await writeFile(join(directory, 'package.json'), '{ "private": true, "type": "module" }');
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  const types = `@types/node@${devDependencies['@types/node']}`;
  const installed = await run(
    'npm',
    ['install', '--no-audit', '--no-fund', './package.tgz', types],
    { cwd: directory },
  );
  assert.equal(installed.status, 0, installed.output);
}

async function shippedConfig(directory: string): Promise<string> {
  const script = `console.log(import.meta.resolve('customer-cards-gateway/config/gateway.yaml'))`;
  const { output } = await run('node', ['--input-type=module', '-e', script], { cwd: directory });
  return resolve(new URL('.', output.trim()).pathname);
}

async function ask(url: string) {
  const response = await fetch(`${url}/cards`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secrets.CARDS_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      cardKeys,
      customer: { id: 'c_1', email: 'someone@example.com', externalId: null },
    }),
  });
  assert.equal(response.status, 200);
  const { cards } = (await response.json()) as {
    cards: { key: string; components: unknown[] | null }[];
  };
  return cards;
}

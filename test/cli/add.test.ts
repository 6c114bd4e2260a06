import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { loadConfig } from '../../src/config/load.ts';
import { billingFile, env, gatewayFile, loaded } from '../fixtures/config-directory.ts';
import { runCommand } from '../fixtures/terminal.ts';
import type { FakeTerminalOptions } from '../fixtures/terminal.ts';

const files = { 'gateway.yaml': gatewayFile, upstreams: { 'billing.yaml': billingFile } };

function begin(t: Test, more: Record<string, string> = {}) {
  const directory = t.testdir({ ...files, ...more });
  return {
    directory,
    add: (args: readonly string[], options?: FakeTerminalOptions) =>
      runCommand(['add', '--config', directory, ...args], { columns: 200, ...options }),
    load: (variables = {}) => loadConfig(directory, { ...env, ...variables }),
    read: (file: string) => readFileSync(join(directory, file), 'utf8'),
    names: () => readdirSync(join(directory, 'upstreams')).sort(),
  };
}

const orders = ['orders', '--adapter', 'json', '--url', 'https://orders.internal/api'];
const lastOrder = [...orders, '--card', 'last-order'];

await t.test('the file of every adapter loads without a warning', async (t) => {
  const adapters = {
    plain: ['--url', 'https://x.internal/cards', '--card', 'a', '--card', 'true', '--card', '1'],
    json: ['--url', 'https://x.internal', '--card', 'a', '--card', 'b'],
    sentry: ['--organization', 'example-org'],
  };
  for (const [adapter, args] of Object.entries(adapters)) {
    for (const noToken of [[], ['--no-token']]) {
      await t.test(`${adapter} ${noToken.join('')}`, async (t) => {
        const { add, load, read, directory } = begin(t);
        const ran = await add(['my-service', '--adapter', adapter, ...args, ...noToken]);
        t.match(ran, { status: 0, err: '' });
        t.match(ran.out, `Wrote ${join(directory, 'upstreams/my-service.yaml')}\n`);
        const result = await load({ MY_SERVICE_TOKEN: 'token' });
        const [, added] = loaded(result).upstreams;
        t.match(added, { name: 'my-service', title: 'My service', adapter });
        t.same(result.ok && result.warnings, []);
        const [, schema = ''] =
          /^# yaml-language-server: \$schema=(\S+)\n/.exec(read('upstreams/my-service.yaml')) ?? [];
        t.match(JSON.parse(read(join('upstreams', schema))), { $schema: String });
      });
    }
  }
});

await t.test('a token is asked of the environment, and said to be', async (t) => {
  const { add, load } = begin(t);
  t.match((await add(lastOrder)).out, '  export ORDERS_TOKEN=…\n');
  t.match(await load(), { ok: false, problems: [{ message: /ORDERS_TOKEN is not set/ }] });
  const { upstreams } = loaded(await load({ ORDERS_TOKEN: 'token' }));
  t.match(upstreams[1], { auth: { bearer: 'token' } });
});

await t.test('a variable that has its value is not asked for', async (t) => {
  const { add } = begin(t);
  t.notMatch((await add(lastOrder, { env: { ORDERS_TOKEN: 'x' } })).out, 'ORDERS_TOKEN');
});

await t.test('a directory with .env gets the variable there', async (t) => {
  const { add, read } = begin(t, { '.env': 'CARDS_TOKEN=mine' });
  const { out } = await add(lastOrder);
  t.equal(read('.env'), 'CARDS_TOKEN=mine\nORDERS_TOKEN=\n');
  t.match(out, /Added to .*\.env: ORDERS_TOKEN\n/);
  t.match(out, /# write the value of ORDERS_TOKEN into .*\.env\n {2}set -a; \. .*\.env; set \+a\n/);
});

await t.test('without .env none is made', async (t) => {
  const { add, directory } = begin(t);
  await add(lastOrder);
  t.notOk(existsSync(join(directory, '.env')));
});

await t.test('what would be wrong beside the other files is told, and not written', async (t) => {
  const { add, names } = begin(t);
  for (const name of ['accounts', 'orders']) {
    const { status, out, err } = await add([name, ...lastOrder.slice(1, -1), 'usage']);
    t.match({ status, out }, { status: 1, out: '' });
    t.match(err, /a card key belongs to one upstream/);
    t.match(err, 'Nothing was written.\n');
  }
  t.same(names(), ['billing.yaml']);
});

await t.test('mistakes of other files are not in the way', async (t) => {
  const { add, directory, names } = begin(t);
  writeFileSync(join(directory, 'upstreams', 'billing.yaml'), `${billingFile}tiemoutMs: 1\n`);
  t.match(await add(lastOrder), { status: 0, err: '' });
  t.same(names(), ['billing.yaml', 'orders.yaml']);
});

await t.test('a file that is there stays, unless forced', async (t) => {
  const { add, read } = begin(t);
  const again = ['billing', ...lastOrder.slice(1)];
  t.match(await add(again), {
    status: 1,
    err: /^add: NAME: upstreams\/billing.yaml is there already/,
  });
  t.equal(read('upstreams/billing.yaml'), billingFile);
  t.match(await add([...again, '--force']), { status: 0 });
  t.match(read('upstreams/billing.yaml'), 'adapter: json');
});

await t.test('asks on a terminal for what is not given', async (t) => {
  const { add, load } = begin(t);
  const input = 'billing\nsentry\nsentry\n\nExample Org\nexample-org\n\n';
  const { status, err } = await add([], { input, isInteractive: true });
  t.equal(status, 0);
  t.match(err, 'upstreams/billing.yaml is there already; --force replaces it');
  t.match(err, 'Its URL, such as https://orders.internal/api: [https://sentry.io] ');
  t.match(err, 'expected the slug');
  t.match(loaded(await load({ SENTRY_TOKEN: 'x' })).upstreams[1], {
    organization: 'example-org',
    url: 'https://sentry.io',
    cards: { sentry: {} },
  });
});

await t.test('what is given wrong is told, and never asked again', async (t) => {
  const { add, names } = begin(t);
  const wrong: [string[], RegExp][] = [
    [['Orders'], /^add: NAME: expected a-z/],
    [['../x'], /^add: NAME: expected a-z/],
    [['orders', '--adapter', 'jsno'], /^add: --adapter ADAPTER: .* did you mean json\?/],
    [['orders', '--adapter', 'json', '--url', 'orders'], /^add: --url URL: expected an absolute/],
    [[...orders, '--card', 'last order!'], /^add: --card KEY: expected 1 to 500/],
    [['orders'], /^add: --adapter ADAPTER is missing/],
    [orders, /^add: --card KEY is missing/],
    [['s', '--adapter', 'sentry'], /^add: --organization SLUG is missing/],
  ];
  for (const [args, message] of wrong) t.match(await add(args), { status: 1, err: message });
  t.same(names(), ['billing.yaml']);
});

await t.test('without a configuration it leads to init', async (t) => {
  const directory = t.testdir({});
  const { status, err } = await runCommand(['add', '--config', directory, ...lastOrder], {
    columns: 500,
  });
  t.match({ status, err }, { status: 1, err: /there is no gateway\.yaml in .*init/ });
});

await t.test('a directory with an odd name is quoted for the shell', async (t) => {
  const directory = join(t.testdir({ "it's here": files }), "it's here");
  const { out } = await runCommand(['add', '--config', directory, ...lastOrder]);
  t.match(out, `check '${directory.replace("'", "'\\''")}'`);
});

await t.test('on a terminal that is asked nothing nothing is said of answers', async (t) => {
  const { add } = begin(t);
  t.match(await add([...lastOrder, '--no-token'], { isInteractive: true }), { status: 0, err: '' });
});

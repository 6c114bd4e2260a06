import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { loadConfig } from '../../src/config/load.ts';
import { loaded } from '../fixtures/config-directory.ts';
import { runCommand } from '../fixtures/terminal.ts';
import type { FakeTerminalOptions } from '../fixtures/terminal.ts';

const billing = [
  '--name',
  'billing',
  '--adapter',
  'plain',
  '--url',
  'https://billing.internal/cards',
];
const usage = [...billing, '--card', 'usage'];

async function init(t: Test, args: readonly string[], options?: FakeTerminalOptions) {
  const directory = join(t.testdir({}), 'config');
  const ran = await runCommand(['init', directory, ...args], options);
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  return { directory, read, ...ran };
}

/** As a shell reads it. */
function variablesIn(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

await t.test('writes a configuration that loads, and says what comes next', async (t) => {
  const { directory, read, status, out, err } = await init(t, usage);
  t.match({ status, err }, { status: 0, err: '' });
  const { gateway, upstreams } = loaded(
    await loadConfig(directory, { ...variablesIn(read('.env')), BILLING_TOKEN: 'token' }),
  );
  t.match(upstreams, [{ name: 'billing', adapter: 'plain', cards: { usage: {} } }]);
  const [, schema = ''] =
    /^# yaml-language-server: \$schema=(\S+)\n/.exec(read('gateway.yaml')) ?? [];
  t.match(JSON.parse(read(schema)), { $schema: String });
  t.match(gateway.listen, { host: '127.0.0.1', port: 8080 });
  t.match(out, `Wrote ${join(directory, 'gateway.yaml')}\n`);
  t.match(out, `Wrote ${join(directory, 'upstreams/billing.yaml')}\n`);
  t.match(out, `  customer-cards-gateway check ${directory}\n`);
  t.match(
    out,
    `  customer-cards-gateway try usage --config ${directory} --email ada@example.com --external-id acct_1\n`,
  );
});

await t.test(
  'secrets are new every time, in a file for its owner only, and nowhere else',
  async (t) => {
    const first = await init(t, usage);
    const { CARDS_TOKEN = '', ADMIN_TOKEN = '', ...rest } = variablesIn(first.read('.env'));
    t.match(CARDS_TOKEN, /^[\w-]{43}$/);
    t.match(ADMIN_TOKEN, /^[\w-]{43}$/);
    t.not(CARDS_TOKEN, ADMIN_TOKEN);
    t.same(rest, { BILLING_TOKEN: '' });
    t.equal(statSync(join(first.directory, '.env')).mode & 0o777, 0o600);
    t.equal(first.read('.gitignore'), '.env\n');
    const elsewhere = [first.read('gateway.yaml'), first.read('upstreams/billing.yaml'), first.out];
    for (const text of elsewhere) t.notMatch(text, CARDS_TOKEN);
    await t.test('another', async (t) => {
      const second = await init(t, usage);
      t.not(variablesIn(second.read('.env'))['CARDS_TOKEN'], CARDS_TOKEN);
    });
  },
);

await t.test('asks on a terminal for what is not given', async (t) => {
  const input =
    'Billing API\nbilling\nrest\nplain\nbilling.internal\nhttps://billing.internal/cards\nusage, invoice\nno\n';
  const { directory, read, status, err } = await init(t, [], { input, isInteractive: true });
  t.equal(status, 0);
  t.match(err, 'Name of the service, such as billing: ');
  t.match(err, /expected a-z, 0-9 and -/);
  t.match(err, /expected one of plain, json, sentry/);
  t.match(err, /expected an absolute http or https URL/);
  const { upstreams } = loaded(await loadConfig(directory, variablesIn(read('.env'))));
  t.match(upstreams, [{ name: 'billing', headers: {}, cards: { usage: {}, invoice: {} } }]);
});

await t.test('writes nothing when the answers end early', async (t) => {
  const { directory, status, err } = await init(t, [], { input: 'billing\n', isInteractive: true });
  t.match({ status, err }, { status: 1, err: /nothing was written\n$/ });
  t.notOk(existsSync(directory));
});

await t.test('without a terminal it says what is missing, and writes nothing', async (t) => {
  const { directory, status, err } = await init(t, billing, { columns: 200 });
  t.match(
    { status, err },
    { status: 1, err: /^init: --card KEY is missing; give it, or run this/ },
  );
  t.notOk(existsSync(directory));
});

await t.test('leaves what is there alone, unless forced; .env and .gitignore always', async (t) => {
  const { directory, read } = await init(t, usage);
  const before = read('.env');
  for (const file of ['gateway.yaml', '.gitignore'])
    writeFileSync(join(directory, file), `${read(file)}# mine\n`);
  const again = ['init', directory, ...usage];
  t.match(await runCommand(again), { status: 1, out: '', err: /is there already/ });
  t.match(read('gateway.yaml'), '# mine');
  t.match(await runCommand([...again, '--force']), { status: 0 });
  t.notMatch(read('gateway.yaml'), '# mine');
  t.match(read('.gitignore'), '# mine');
  t.equal(read('.env'), before);
});

await t.test('what cannot be written is told', async (t) => {
  const directory = join(t.testdir({ config: 'a file' }), 'config');
  const { status, out, err } = await runCommand(['init', directory, ...usage], { columns: 500 });
  t.match({ status, out }, { status: 1, out: '' });
  t.match(err, /\.env cannot be written: ENOTDIR/);
});

await t.test('secrets that cannot be written leave nothing behind', async (t) => {
  const directory = t.testdir({ '.env': {} });
  const { status, err } = await runCommand(['init', directory, ...usage], { columns: 500 });
  t.match({ status, err }, { status: 1, err: /\.env cannot be written: EISDIR/ });
  t.same(readdirSync(directory), ['.env']);
});

await t.test('the service’s name is missing by the name of its option', async (t) => {
  const { status, err } = await init(t, [], { columns: 200 });
  t.match({ status, err }, { status: 1, err: /^init: --name NAME is missing; give it, or run/ });
});

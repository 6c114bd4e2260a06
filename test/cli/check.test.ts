import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Test } from 'tap';
import { billingFile, gatewayFile } from '../fixtures/config-directory.ts';
import { runCommand } from '../fixtures/terminal.ts';
import type { FakeTerminalOptions } from '../fixtures/terminal.ts';

const env = { CARDS_TOKEN: 'let-me-in-if-you-please' };
const check = (args: readonly string[], options: FakeTerminalOptions = {}) =>
  runCommand(['check', ...args], { env, ...options });

const broken = `name: orders
adapter: json
url: https://orders.internal/api
auth: { bearr: s3cret }
timeoutMs: 8000
cards:
  last-order:
    get: /orders
    query: { customer: "{customer.externalld}" }
    components:
      - componentText: { text: "Order {{ number ] }}" }
`;

/** A configuration directory, and its path as the report says it. */
function directory(t: Test, upstreams: Readonly<Record<string, string>>): string {
  return t.testdir({ 'gateway.yaml': gatewayFile, upstreams: { ...upstreams } });
}

void t.test('tells every problem with its line, what was expected, and a summary', async (t) => {
  const place = directory(t, { 'orders.yaml': broken });
  const { status, out, err } = await check([place], { columns: 1000 });
  t.equal(status, 1);
  t.equal(err, '');
  t.equal(
    out.replaceAll(`${place}/`, ''),
    `upstreams/orders.yaml:4:9 error auth.bearr
  4 │ auth: { bearr: *** }
    │         ^^^^^
  unknown field; did you mean bearer?

upstreams/orders.yaml:9:26 error cards.last-order.query.customer
  9 │ query: { customer: "{customer.externalld}" }
    │                      ^^^^^^^^^^^^^^^^^^^
  unknown placeholder; did you mean customer.externalId? (braces that are meant are written with spaces: { customer.externalld })

upstreams/orders.yaml:11:49 error cards.last-order.components[0].componentText.text
  11 │ - componentText: { text: "Order {{ number ] }}" }
     │                                           ^
  unexpected ]; expected an operator or the end

upstreams/orders.yaml:5:12 warning timeoutMs
  5 │ timeoutMs: 8000
    │            ^^^^
  longer than the gateway's deadlineMs: agents see a notice first, and the card when they reload

3 problems, 1 warning in 1 file
`,
  );
});

void t.test('tells what is configured when nothing is wrong', async (t) => {
  const cards = 'cards:\n  usage: { ttlSeconds: 90 }\n  invoices: {}\n  old: { retired: true }\n';
  const place = directory(t, { 'billing.yaml': billingFile.replace(/cards:[^]*/, cards) });
  const { status, out } = await check([place]);
  t.equal(status, 0);
  t.equal(
    out,
    `card      upstream         TTL
usage     billing (plain)  90 s
invoices  billing (plain)  5 min
old       billing (plain)  retired

ok: 1 upstream, 3 cards
`,
  );
});

void t.test('warnings alone are all right', async (t) => {
  const place = directory(t, { 'billing.yaml': `${billingFile}timeoutMs: 6000\n` });
  const { status, out } = await check([place]);
  t.equal(status, 0);
  t.match(out, /warning\n {2}timeoutMs\n/);
  t.match(out, /\nok: 1 upstream, 1 card, 1 warning\n$/);
});

void t.test('fits into 80 columns, and into 40', async (t) => {
  const long = broken.replace('last-order', 'l'.repeat(100)).replace('number ]', '注文番号 ]');
  const place = directory(t, { 'orders.yaml': long, 'b.yaml': billingFile });
  for (const columns of [80, 40]) {
    const { out } = await check([place], { columns });
    const lines = out.split('\n').filter((line) => !line.startsWith('/'));
    const widest = Math.max(...lines.map((line) => line.replaceAll(/[一-龠]/g, 'xx').length));
    t.ok(widest <= columns, `${widest} columns`);
  }
});

void t.test('has colours on a terminal only', async (t) => {
  const place = directory(t, { 'orders.yaml': broken });
  const plain = await check([place]);
  t.notMatch(plain.out, '\x1b');
  const coloured = await check([place], { isTerminal: true, colourDepth: 4 });
  t.match(coloured.out, '\x1b[1;31merror\x1b[0m');
  t.match(coloured.out, '\x1b[1;33mwarning\x1b[0m');
  // oxlint-disable-next-line no-control-regex -- what colours are made of
  t.equal(coloured.out.replaceAll(/\x1b\[[\d;]*m/g, ''), plain.out);
});

void t.test('understands a terminal without Unicode', async (t) => {
  const place = directory(t, { 'orders.yaml': broken });
  const { out } = await check([place], { env: { ...env, LANG: 'C' } });
  // oxlint-disable-next-line no-control-regex -- all there may be
  t.match(out, /^[\x00-\x7f]*$/);
});

void t.test('says that the directory holds no configuration', async (t) => {
  const { status, out } = await check([t.testdir({})]);
  t.equal(status, 1);
  t.match(out, /gateway\.yaml error\n {2}cannot be read \(ENOENT\)/);
  const missing = await check(['no/such/directory']);
  t.equal(missing.status, 1);
  t.match(
    missing.out,
    /^no\/such\/directory error\n {2}the configuration directory cannot be read/,
  );
});

void t.test('checks config/ by default, where that holds a gateway.yaml', async (t) => {
  const { status, out } = await check(['--no-secrets'], { env: {} });
  t.equal(status, 0);
  t.match(out, /^ok: 4 upstreams, 7 cards; \d values absent here and not checked$/m);
});

void t.test(
  'takes absent secrets for given where it is told to, and still finds mistakes',
  async (t) => {
    const gateway = gatewayFile.replace('authorization', '"x y"');
    const place = t.testdir({
      'gateway.yaml': `${gateway}listen: { port: "\${file:port}" }\n`,
      upstreams: { 'a.yaml': billingFile },
    });
    const strict = await check([place], { env: {} });
    t.match(strict.out, /3 problems in 1 file\n$/);
    const lenient = await check([place, '--no-secrets'], { env: {} });
    t.equal(lenient.status, 1);
    t.match(lenient.out, /\n {2}auth\.headers\[0\]\.name\n[^]*\n1 problem in 1 file\n$/);
  },
);

void t.test(
  'takes empty secrets for absent, as a pipeline has those that it may not see',
  async (t) => {
    const place = t.testdir({
      'gateway.yaml': `${gatewayFile}admin: { token: "\${file:empty}" }\n`,
      empty: '\n',
      upstreams: { 'a.yaml': billingFile },
    });
    const env = { CARDS_TOKEN: '' };
    t.match((await check([place], { env })).out, /CARDS_TOKEN is empty.*empty is empty/s);
    t.match(await check([place, '--no-secrets'], { env }), { status: 0, out: /; 2 values absent/ });
  },
);

void t.test('knows without their values that two workspaces share a secret', async (t) => {
  const workspace = 'auth: { headers: [{ name: authorization, value: "${CARDS_TOKEN}" }] }';
  const place = t.testdir({
    'gateway.yaml': `version: 1\nworkspaces:\n  a: { ${workspace} }\n  b: { ${workspace} }\n`,
    upstreams: { 'a.yaml': billingFile },
  });
  const { status, out } = await check([place, '--no-secrets'], { env: {} });
  t.equal(status, 1);
  t.match(out, /the same as in gateway\.yaml:3:\d+; each workspace needs secrets of\s+its own\n/);
});

void t.test('answers programs with one JSON document', async (t) => {
  const place = directory(t, { 'orders.yaml': broken });
  const { status, out } = await check([place, '--format', 'json']);
  t.equal(status, 1);
  const report: unknown = JSON.parse(out);
  t.match(report, { version: 1, ok: false, upstreams: 1, absentValues: 0 });
  t.has(report, {
    problems: [
      {
        severity: 'error',
        file: `${place}/upstreams/orders.yaml`,
        line: 4,
        column: 9,
        path: 'auth.bearr',
        message: 'unknown field; did you mean bearer?',
      },
      {},
      {},
      { severity: 'warning', path: 'timeoutMs' },
    ],
    cards: [
      { key: 'last-order', upstream: 'orders', adapter: 'json', ttlSeconds: 300, isRetired: false },
    ],
  });
  const empty: unknown = JSON.parse((await check([t.testdir({}), '--format', 'json'])).out);
  t.match(empty, { ok: false, cards: [], problems: [{ line: null, column: null }, {}] });
});

void t.test("answers GitHub's pipelines with annotations", async (t) => {
  const place = directory(t, { 'orders.yaml': broken, 'b.yaml': billingFile });
  const { status, out } = await check([place, '--format=github']);
  t.equal(status, 1);
  t.same(out.replaceAll(`${place}/`, '').split('\n').slice(0, 1), [
    '::error file=upstreams/orders.yaml,line=4,col=9::auth.bearr: unknown field; did you mean bearer?',
  ]);
  t.match(out, /^::warning file=.*,line=5,col=12::timeoutMs: longer/m);
  t.match(out, /^3 problems, 1 warning in 1 file$/m);
  const missing = await check([t.testdir({}), '--format=github']);
  t.match(missing.out, /^::error file=[^,]*gateway\.yaml::cannot be read/);
});

void t.test('an unknown format is wrong usage', async (t) => {
  const { status, out, err } = await check(['--format', 'jsn']);
  t.equal(status, 2);
  t.equal(out, '');
  t.match(err, /^check: unknown format "jsn"; did you mean json\?/);
});

void t.test('shows no secret that is written in a file, in any format', async (t) => {
  const place = directory(t, {
    'a.yaml': `name: a\nadapter: plain\nurl: https://me:s3cret@a.test/\ntoken: s3cret\nsign: s3cret\ncards: { x: }\n`,
    'b.yaml': `name: b\nheaders: { authorization: "Bearer s3cret, x: s3cret }\n`,
  });
  for (const format of ['text', 'json', 'github']) {
    const { out } = await check([place, '--format', format], { columns: 200 });
    t.match(out, /unknown field/);
    t.notMatch(out, 's3cret');
  }
});

void t.test('is there for the whole program', async (t) => {
  const { status, out } = await check([
    fileURLToPath(new URL('../../config', import.meta.url)),
    '--no-secrets',
  ]);
  t.equal(status, 0);
  t.match(out, /^customer-details {2,}accounts \(plain\) {2}15 min$/m);
});

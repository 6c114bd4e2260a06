import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { json } from 'node:stream/consumers';
import { runCommand } from '../fixtures/terminal.ts';
import type { FakeTerminalOptions } from '../fixtures/terminal.ts';

const good =
  '{"cards": [{"key": "usage", "components": [{"componentText": {"text": "12 of 100"}}]}]}';
const broken = `{
  "cards": [
    { "key": "usage", "components": [{ "componentText": { "text": "" } }] },
    { "key": "plan", "timeToLiveSeconds": 1, "components": null }
  ]
}
`;

const lint = (args: readonly string[], options: FakeTerminalOptions = {}) =>
  runCommand(['lint', ...args], options);

await t.test('says what is wrong, where, and what that means', async (t) => {
  const { status, out } = await lint(['-'], { input: broken });
  t.equal(
    out,
    `stdin:3:67 error /cards/0/components/0/componentText/text
  3 │ { "key": "usage", "components": [{ "componentText": { "text": "" } }] },
    │                                                               ^
  expected 1 to 10000 characters. Leave the component out where there is nothing
  to say.

stdin:4:43 warning /cards/1/timeToLiveSeconds
  4 │ { "key": "plan", "timeToLiveSeconds": 1, "components": null }
    │                                       ^
  becomes 15; Plain takes 15 to 31536000 seconds, or null.

✗ usage  refused
✓ plan  hidden: no data

Plain: An integration error, most likely on every card of the answer, kept for 5
minutes.
Behind the gateway: A notice in place of usage, asked for again after 15 s.

1 error, 1 warning in stdin
`,
  );
  t.equal(status, 1);
});

await t.test('a file that is fine', async (t) => {
  const directory = t.testdir({ 'response.json': good });
  const { status, out } = await lint([join(directory, 'response.json'), '-k', 'usage']);
  t.equal(out, '✓ usage  shown\n\nok: 1 card\n');
  t.equal(status, 0);
});

await t.test('a card that must be there and is not', async (t) => {
  const { status, out } = await lint(['-', '-k', 'usage', '-k', 'plan'], { input: good });
  t.match(
    out,
    '✓ usage  shown\n✗ plan  missing\n\nPlain: An integration error on plan, kept for 5 minutes.\n',
  );
  t.match(
    out,
    /\nBehind the gateway: A notice in place of plan, .* The\nother cards are shown\.\n\n1 error in stdin\n$/,
  );
  t.equal(status, 1);
});

await t.test('draws what is shown', async (t) => {
  const { out } = await lint(['-', '--draw'], { input: good });
  t.match(out, /^✓ usage {2}shown\n╭─+╮\n│ 12 of 100 +│\n╰─+╯\n\nok: 1 card\n$/);
});

await t.test('warnings let it pass, unless it is strict', async (t) => {
  const input = '{"key": "plan", "timeToLiveSeconds": 1, "components": null}';
  t.match(await lint(['-'], { input }), { status: 0, out: /ok: 1 card, 1 warning\n$/ });
  t.match(await lint(['-', '--strict'], { input }), { status: 1 });
});

await t.test('what is no JSON is shown where it ends to be', async (t) => {
  const { status, out } = await lint(['-'], { input: '{"cards": [],}' });
  t.match(
    out,
    /^stdin:1:14 error\n {2}1 │ \{"cards": \[\],\}\n {4}│ {14}\^\n {2}not JSON here; expected a key/,
  );
  t.match(
    out,
    'Plain: An integration error on every card that was asked for, kept for 5\nminutes.\n',
  );
  t.equal(status, 1);
});

await t.test('for programs', async (t) => {
  const { status, out } = await lint(['-', '--format', 'json', '-k', 'usage', '-k', 'x'], {
    input: broken,
  });
  t.match(JSON.parse(out), {
    version: 1,
    ok: false,
    source: 'stdin',
    findings: [
      {
        severity: 'error',
        line: 3,
        column: 67,
        pointer: '/cards/0/components/0/componentText/text',
        fix: /^Leave/,
      },
      { severity: 'warning', line: 4, column: 14, pointer: '/cards/1/key', fix: null },
    ],
    cards: [
      { key: 'usage', verdict: 'refused' },
      { key: 'plan', verdict: 'ignored' },
    ],
    missing: ['x'],
    response: null,
    consequence: { plain: /integration error/, gateway: /notice in place of usage, x/ },
  });
  t.equal(status, 1);
});

await t.test('for pull requests', async (t) => {
  const directory = t.testdir({ 'response.json': broken });
  const file = join(directory, 'response.json');
  const { out } = await lint([file, '--format', 'github', '-k', 'usage', '-k', 'plan', '-k', 'x']);
  t.equal(
    out,
    `::error file=${file},line=3,col=67::/cards/0/components/0/componentText/text expected 1 to 10000 characters. Leave the component out where there is nothing to say.
::warning file=${file},line=4,col=43::/cards/1/timeToLiveSeconds becomes 15; Plain takes 15 to 31536000 seconds, or null.
::error file=${file}::x is missing
2 errors, 1 warning in ${file}
`,
  );
});

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function startService(
  t: Test,
  { status = 200, headers = { 'content-type': 'application/json' }, body = good }: Reply,
) {
  const asked: unknown[] = [];
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers: sent } = request;
    const read = method === 'POST' ? await json(request) : null;
    asked.push({ method, url, authorization: sent.authorization, body: read });
    response.writeHead(status, headers).end(body);
  }
  const server = createServer((request, response) => void respond(request, response)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cards?a=b`, asked };
}

await t.test('asks a service: with a GET, or as Plain does', async (t) => {
  const { url, asked } = await startService(t, {});
  t.match(await lint([url]), { status: 0, out: /ok: 1 card\n$/ });
  const args = [url, '--email', 'ada@example.com', '-k', 'usage', '--header', 'authorization: x'];
  t.match(await lint(args), { status: 0, out: /ok: 1 card\n$/ });
  t.match(asked, [
    { method: 'GET', url: '/cards?a=b', authorization: undefined },
    {
      method: 'POST',
      authorization: 'x',
      body: { cardKeys: ['usage'], customer: { email: 'ada@example.com' } },
    },
  ]);
});

for (const [reply, what, plain] of [
  [
    { status: 500 },
    /^The service answers with a status that is no answer \(500\)\.\n/,
    /Plain: Asks once more/,
  ],
  [{ status: 429 }, /^The service has asked to be left alone/, /Plain: Asks once more/],
  [{ status: 404 }, /no answer \(404\)/, /Plain: An integration error .*; not asked again/],
  [{ status: 204, body: '' }, /no answer \(204\)/, /Plain: Not documented/],
  [
    { headers: { 'content-type': 'text/html' } },
    /^The service says that its answer is not JSON\./,
    /integration error/,
  ],
  [
    { body: JSON.stringify({ cards: [], x: 'x'.repeat(600_000) }) },
    /^The service sends more than may be/,
    /integration error/,
  ],
] as const) {
  await t.test(`a service that answers ${JSON.stringify(reply).slice(0, 60)}`, async (t) => {
    const { url } = await startService(t, reply);
    const { status, out } = await lint([url]);
    t.match(out, what);
    t.match(out.replaceAll('\n', ' '), plain);
    t.match(out, /\n1 error in http:/);
    t.equal(status, 1);
    t.match(JSON.parse((await lint([url, '--format', 'json'])).out), {
      ok: false,
      response: { reason: /\w/ },
    });
    t.match((await lint([url, '--format', 'github'])).out, /^::error file=http.*::the service /);
  });
}

await t.test('sends the service’s token, never the gateway’s', async (t) => {
  const { url, asked } = await startService(t, {});
  await lint([url], { env: { CARDS_TOKEN: 'gateway-secret', SERVICE_TOKEN: 'mine' } });
  await lint([url], { env: { CARDS_TOKEN: 'gateway-secret' } });
  t.match(asked, [{ authorization: 'Bearer mine' }, { authorization: undefined }]);
});

await t.test('a file that is not there, and a service that is not', async (t) => {
  t.match(await lint(['/nowhere.json']), {
    status: 1,
    err: /^lint: \/nowhere\.json cannot be read \(ENOENT\)\. Name a file/,
  });
  t.match(await lint(['http://127.0.0.1:1/']), {
    status: 1,
    err: /^lint: http:\/\/127\.0\.0\.1:1\/ takes no connection/,
  });
});

for (const [args, message] of [
  [['-', '--format', 'jsn'], 'unknown format; did you mean json?'],
  [['-', '--email', 'a'], 'a customer and --header are for a URL'],
  [['x.json', '--header', 'a: b'], 'a customer and --header are for a URL'],
  [['http://a', '--header', 'a'], "--header takes 'Name: value'"],
  [['http://a', '--email', 'a'], 'name the cards to ask for: --key KEY'],
  [['http://a', '-k', 'usage'], 'name a customer: --email ADDRESS'],
] as const) {
  await t.test(`mistake: lint ${args.join(' ')}`, async (t) => {
    t.match(await lint(args), { status: 2, out: '', err: `lint: ${message}` });
  });
}

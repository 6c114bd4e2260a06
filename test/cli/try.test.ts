import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import { startPlainService } from '../fixtures/echo.ts';
import { runCommand } from '../fixtures/terminal.ts';
import type { Ran } from '../fixtures/terminal.ts';

const gatewayFile = `version: 1
auth: { headers: [{ name: authorization, value: "Bearer \${CARDS_TOKEN}" }] }
`;

const card = (key: string, components: unknown, timeToLiveSeconds = 300) => ({
  key,
  timeToLiveSeconds,
  components,
});
const words = (text: string) => [{ componentText: { text } }];

/** A service that says it is `billing`, and a configuration for it. */
async function startBilling(t: Test, cards: readonly unknown[]): Promise<string> {
  const service = await startPlainService(t, () => ({ cards }));
  return t.testdir({
    'gateway.yaml': gatewayFile,
    upstreams: {
      'billing.yaml': `name: billing
adapter: plain
url: ${service.url}
headers: { authorization: "Bearer \${BILLING_TOKEN}" }
cards: { usage: {}, plan: { fallbackUrl: "https://billing.example/x" }, old: { retired: true } }
`,
      'broken.yaml': 'name: broken\nadapter: plain\ncards: { other: {} }\n',
    },
  });
}

const env = { BILLING_TOKEN: 'billing-secret' };

/** Without the ends of lines, which depend on the length of a path. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

function tryCards(args: readonly string[], variables: Record<string, string> = env): Promise<Ran> {
  return runCommand(['try', '--email', 'ada@example.com', ...args], { env: variables });
}

await t.test('draws a card, and says where it came from', async (t) => {
  const directory = await startBilling(t, [card('usage', words('12 of 100'))]);
  const { status, out, err } = await tryCards(['usage', '-c', directory]);
  t.match(
    out,
    /^✓ usage · fresh from billing · age 0 s · TTL 300 s \(Plain (?:60|59) s\)\n╭─{58}╮\n│ 12 of 100 {48}│\n╰/,
  );
  t.match(out, /\n\nbilling \d+ ms · answered in \d+ ms\n$/);
  t.equal(err, '');
  t.equal(status, 0);
});

await t.test('no data is all right, and said', async (t) => {
  const directory = await startBilling(t, [card('usage', null)]);
  const { status, out } = await tryCards(['usage', '-c', directory]);
  t.match(
    out,
    /^✓ usage · empty from billing .*\n {2}No data for this customer, so Plain hides the card\.\n\n/,
  );
  t.equal(status, 0);
});

await t.test('a card that Plain would refuse has reason, pointer, and what to do', async (t) => {
  const directory = await startBilling(t, [card('plan', words(''))]);
  const { status, out } = await tryCards(['plan', '-c', directory]);
  t.match(
    out,
    /^✗ plan · unavailable from billing · TTL 15 s\n {2}billing sends a card that Plain would refuse\.\n/,
  );
  t.match(
    out,
    '\n  At /components/0/componentText/text: expected 1 to 10000 characters.\n  Correct the value',
  );
  t.match(out, /\n {2}This is what agents read instead:\n╭/);
  t.match(out, /\n↗ Open billing {2}https:\/\/billing\.example\/x\n/);
  t.equal(status, 1);
});

await t.test('one card that fails makes the whole a failure', async (t) => {
  const directory = await startBilling(t, [card('usage', words('fine'))]);
  const { status, out } = await tryCards(['usage', 'plan', '-c', directory]);
  t.match(
    out,
    /^✓ usage .*✗ plan · unavailable from billing · .*leaves the card out of its answer/s,
  );
  t.equal(status, 1);
});

await t.test('a retired card is not there', async (t) => {
  const directory = await startBilling(t, []);
  const { status, out } = await tryCards(['old', '-c', directory]);
  t.match(out, /^! old · retired from billing · TTL 60 s\n {2}Marked `retired: true`/);
  t.equal(status, 1);
});

await t.test('links can be copied, or are clicked where they can be', async (t) => {
  const directory = await startBilling(t, [card('usage', words('[a](https://a.example/b)'))]);
  t.match((await tryCards(['usage', '-c', directory])).out, '\n↗ a  https://a.example/b\n');
  const clicked = await tryCards(['usage', '-c', directory], { ...env, FORCE_HYPERLINK: '1' });
  t.match(clicked.out, '\u001B]8;;https://a.example/b\u001B\\a\u001B]8;;\u001B\\');
  t.notMatch(clicked.out, '↗ a');
});

await t.test('--json says the same to programs', async (t) => {
  const directory = await startBilling(t, [card('usage', words('fine')), card('plan', 'no list')]);
  const { status, out } = await tryCards(['usage', 'plan', '-c', directory, '--json']);
  t.match(JSON.parse(out), {
    ok: false,
    cards: [
      {
        key: 'usage',
        shows: 'card',
        outcome: 'fresh',
        upstream: 'billing',
        ageSeconds: 0,
        ttlSeconds: 300,
        failure: null,
      },
      {
        key: 'plan',
        shows: 'notice',
        outcome: 'unavailable',
        failure: { reason: 'invalid_card', pointer: '/components' },
      },
    ],
    calls: [{ upstream: 'billing', cards: ['usage', 'plan'], failure: null }],
    explanation: null,
  });
  t.equal(status, 1);
});

await t.test('--explain shows what was asked and answered, without secrets', async (t) => {
  const directory = await startBilling(t, [card('usage', words('fine'))]);
  const { out } = await tryCards(['usage', '-c', directory, '--explain']);
  t.match(out, /^billing POST http:\/\/127\.0\.0\.1:\d+\/cards\n/);
  t.match(out, '\n  authorization: Bearer •••\n');
  t.match(out, /\n {4,}"email": "ada@example\.com",\n/);
  t.match(out, /\n {2}answers 200, \d+ ms\n {4}\{\n {6}"cards": \[\n/);
  t.match(out, /\n\n✓ usage/);
  t.notMatch(out, 'billing-secret');
});

await t.test('--all takes every card that is not retired, and every file', async (t) => {
  const directory = await startBilling(t, []);
  const { status, err } = await tryCards(['--all', '-c', directory]);
  t.match(
    flat(err),
    /^try: the configuration cannot be used\. .*broken\.yaml:1:1 error url 1 │ name: broken │ \^+ .*an absolute http or https URL.* 1 problem in 1 file $/,
  );
  t.equal(status, 1);
});

await t.test('an unknown key gets the nearest', async (t) => {
  const directory = await startBilling(t, []);
  const { status, err } = await tryCards(['usge', '-c', directory]);
  t.equal(err, 'try: no upstream registers a card "usge"; did you mean usage?\n');
  t.equal(status, 1);
});

await t.test('without a configuration it says what to do', async (t) => {
  const { status, err } = await tryCards(['usage', '-c', t.testdir({})]);
  t.match(
    flat(err),
    /^try: there is no gateway\.yaml in .*\. Name the configuration with --config DIR/,
  );
  t.equal(status, 1);
});

for (const [args, message] of [
  [['--email', 'a'], 'KEY… is missing'],
  [['usage', '--all', '--email', 'a'], 'give either KEY… or --all'],
  [['usage'], 'name a customer: --email ADDRESS, --external-id ID or --id ID'],
  [['usage', '--email', 'a', '--header', 'a: b'], '--header is for a running gateway'],
  [['usage', '--email', 'a', '--url', 'localhost:8080'], '--url takes an http or https URL'],
  [['usage', '--email', 'a', '--url', 'http://a', '--header', 'a'], "--header takes 'Name: value'"],
  [
    ['usage', '--email', 'a', '--url', 'http://a', '--config', 'x'],
    '--config is for a configuration',
  ],
  [['--all', '--email', 'a', '--url', 'http://a'], '--all is for a configuration'],
  [['usage', '--email', 'a', '--url', 'http://a', '--explain'], '--explain is for a configuration'],
] as const) {
  await t.test(`mistake: try ${args.join(' ')}`, async (t) => {
    const { status, out, err } = await runCommand(['try', ...args]);
    t.match(err, `try: ${message}`);
    t.match(err, 'customer-cards-gateway try --help shows how it is used.');
    t.equal(out, '');
    t.equal(status, 2);
  });
}

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** What stands in for a running gateway; `asked` is what it was asked. */
async function startReplier(t: Test, { status, body }: Reply) {
  const asked: { path: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: `${request.method} ${request.url}`, headers: request.headers });
    request.resume().on('end', () => response.writeHead(status).end(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const answer = (cards: readonly unknown[]): Reply => ({
  status: 200,
  body: JSON.stringify({ cards }),
});

await t.test('a running gateway is asked as Plain asks', async (t) => {
  const gateway = await startReplier(
    t,
    answer([card('usage', words('fine'), 60), card('plan', null, 45)]),
  );
  const args = ['plan', 'usage', '--url', gateway.url, '--workspace-id', 'w_1'];
  const { status, out } = await tryCards(args, { CARDS_TOKEN: 'let-me-in' });
  t.match(gateway.asked, [
    {
      path: 'POST /cards',
      headers: { authorization: 'Bearer let-me-in', 'plain-workspace-id': 'w_1' },
    },
  ]);
  t.match(out, /^✓ plan · nothing · TTL 45 s\n {2}No data.*✓ usage · card · TTL 60 s\n╭/s);
  t.equal(status, 0);
});

await t.test('its notices are known, and what it must not answer is told', async (t) => {
  const notice = [
    {
      componentPlainText: {
        plainText: 'Couldn’t load. Ref 7K2QA',
        plainTextSize: 'S',
        plainTextColor: 'MUTED',
      },
    },
  ];
  const gateway = await startReplier(
    t,
    answer([card('usage', notice, 15), card('plan', words(''))]),
  );
  const { status, out } = await tryCards([
    'usage',
    'plan',
    'old',
    '--url',
    `${gateway.url}/cards?x`,
  ]);
  t.match(
    out,
    /^! usage · notice · TTL 15 s\n.*\n╭.*\n✗ plan · error\n {2}The gateway sends a card that Plain would refuse.*\n✗ old · error\n {2}The gateway leaves the card out/s,
  );
  t.equal(status, 1);
});

for (const [reply, message] of [
  [
    { status: 401, body: '{"error":"Unauthorized."}' },
    /refuses the request: 401 Unauthorized\. Give the secret that Plain sends: CARDS_TOKEN/,
  ],
  [{ status: 404, body: 'nope' }, /refuses the request: 404 The gateway answers at \/cards only/],
  [
    { status: 500, body: '{"error":"\\u001b[31m"}' },
    /refuses the request: 500 \uFFFD\[31m Look into the gateway's log\./,
  ],
  [
    { status: 200, body: 'hello' },
    /answers, but not with \{"cards": \[…\]\}\. Does a gateway listen there\?/,
  ],
  [{ status: 200, body: '{"cards":{}}' }, /answers, but not with/],
] as const) {
  await t.test(`a gateway that answers ${reply.status} ${reply.body}`, async (t) => {
    const { url } = await startReplier(t, reply);
    const { status, out, err } = await tryCards(['usage', '--url', url], {
      CARDS_TOKEN: 'let-me-in',
    });
    t.match(flat(err), message);
    t.notMatch(err + out, 'let-me-in');
    t.equal(status, 1);
  });
}

await t.test('a gateway that does not run is told, with what to do', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const { status, err } = await tryCards(['usage', '--url', `http://127.0.0.1:${port}`]);
  t.match(
    flat(err),
    'takes no connection (ECONNREFUSED). Start the gateway, correct --url, or leave',
  );
  t.equal(status, 1);
});

/** A shop that knows its customers by e-mail only. */
async function startShop(t: Test) {
  const server = createServer((request, response) => {
    const isFound = !request.url?.startsWith('/customers/');
    const body = request.url?.startsWith('/customers')
      ? { id: 'cus_1' }
      : { orders: Array.from({ length: 60 }, (_, index) => index) };
    response.writeHead(isFound ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isFound ? body : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return t.testdir({
    'gateway.yaml': gatewayFile,
    upstreams: {
      'shop.yaml': `name: shop
adapter: json
url: http://127.0.0.1:${(server.address() as AddressInfo).port}
auth: { bearer: "\${SHOP_TOKEN}" }
lookup:
  - { get: "/customers/{customer.externalId}", pick: id }
  - { get: /customers, query: { email: "{customer.email|token}" }, pick: id }
cards:
  orders:
    get: /orders
    query: { of: "{lookup}" }
    components:
      - componentText: { text: "{{ $count(orders) }} orders, {{ nope }}" }
      - componentText: { text: "{{ $count(orders) }} orders" }
`,
    },
  });
}

await t.test('--explain shows a look-up, its steps, and every expression’s value', async (t) => {
  const directory = await startShop(t);
  const args = [
    'try',
    'orders',
    '--email',
    'ada',
    '--external-id',
    'x',
    '-c',
    directory,
    '--explain',
  ];
  const { status, out } = await runCommand(args, { env: { SHOP_TOKEN: 'shop-secret' } });
  t.match(
    out,
    /^shop GET http:\/\/127\.0\.0\.1:\d+\/customers\/x\n {2}authorization: Bearer •••\n {2}answers 404, \d+ ms\n\n/,
  );
  t.match(out, /^shop GET .*\/orders\?of=cus_1\n(?:.*\n)+ {4}… 24 more lines; --json has all\n\n/m);
  t.match(out, '\nExpressions of shop, shared\n  lookup[1].pick\n    id = "cus_1"\n\n');
  t.match(
    out,
    /\nExpressions of orders\n {2}components\[0\]\.componentText\.text\n {4}\$count\(orders\) = 60\n/,
  );
  t.match(out, /\n {4}nope = no value\n/);
  t.match(out, /\n✓ orders .*\n╭─+╮\n│ 60 orders {2,}│\n╰/);
  t.notMatch(out, 'shop-secret');
  t.equal(status, 0);
});

await t.test('a card without data says why, and what to do if there should be some', async (t) => {
  const directory = await startShop(t);
  const args = ['try', 'orders', '--external-id', 'x', '-c', directory];
  const { status, out } = await runCommand(args, { env: { SHOP_TOKEN: 'shop-secret' } });
  t.match(
    flat(out),
    /^✓ orders · empty from shop .* No data for this customer, so Plain hides the card\. No step of `lookup:` finds an id for this customer\. --explain shows/,
  );
  t.equal(status, 0);
});

import { createHmac } from 'node:crypto';
import { pino } from 'pino';
import t from 'tap';
import type { Test } from 'tap';
import type { GatewayConfig } from '../src/gateway.ts';
import { echo, startPlainService } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import { adminAuthorization, configOf, startGateway } from './fixtures/stack.ts';

const identity = {
  customer: { id: 'c_SENSITIVE1', email: 'sensitive2@example.com', externalId: 'sensitive-3' },
  thread: { id: 'th_SENSITIVE4', externalId: 'sensitive-5' },
  tenant: { id: 'te_SENSITIVE6', externalId: 'sensitive-7' },
};
/** Whatever comes from customers, services or secrets has this in it. */
const sensitive = /sensitive/i;
const secret = { authorization: 'Bearer SENSITIVE-header' };
const signingSecret = 'SENSITIVE-signing';

function sign(body: string): string {
  return createHmac('sha256', signingSecret).update(body).digest('hex');
}

/** Services that leak what they can: good cards, broken cards, error texts, exceptions. */
async function createLeakyConfig(t: Test): Promise<GatewayConfig> {
  const service = await startPlainService(t, echo);
  const leak = JSON.stringify(identity);
  return configOf({
    auth: {
      headers: [{ name: 'authorization', value: secret.authorization }],
      signing: { secrets: [signingSecret] },
    },
    rateLimit: { failuresPerMinute: 3 },
    cache: { coolDownSeconds: 0 }, // each request calls, so that the breakers open
    upstreams: [
      {
        name: 'good',
        adapter: 'plain',
        url: service.url,
        headers: { authorization: 'Bearer SENSITIVE-upstream' },
        sign: { secret: 'SENSITIVE-sign' },
        cards: { good: { sends: ['customer', 'thread', 'tenant'] } },
      },
      {
        name: 'gone',
        adapter: 'plain',
        url: 'http://127.0.0.1:1/SENSITIVE',
        cards: { gone: {} },
      },
      {
        name: 'invalid',
        adapter: 'function',
        fetch: async () => ({
          cards: [
            { key: 'text', components: [{ componentText: { text: { [leak]: leak } } }] },
            { key: 'kind', components: [{ [leak]: leak }] },
            { key: 'link', components: [{ componentLinkButton: { linkButtonUrl: leak } }] },
            { key: leak, components: null },
          ],
        }),
        cards: { text: {}, kind: {}, link: {}, missing: {} },
      },
      {
        name: 'throws',
        adapter: 'function',
        fetch: async () => {
          throw new Error(`no ${leak}\n    at ${leak}`);
        },
        cards: { throws: {} },
      },
      {
        name: 'garbage',
        adapter: 'function',
        fetch: async () => leak,
        cards: { garbage: {} },
      },
    ],
  });
}

async function createLeaks(t: Test) {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const { server, gateway } = await startGateway(t, await createLeakyConfig(t), {
    log,
    processMetrics: true,
  });
  const url = `${server.url}/cards?email=sensitive8@example.com`;
  const ask = (body: string, headers: Readonly<Record<string, string>> = secret) =>
    post(url, body, { 'plain-request-signature': sign(body), ...headers });
  return { lines, server, gateway, ask };
}

const cardKeys = ['good', 'gone', 'text', 'kind', 'link', 'missing', 'throws', 'garbage', 'nobody'];

await t.test('no log line, metric or admin view has customer data or secrets', async (t) => {
  const { lines, server, ask } = await createLeaks(t);
  const question = JSON.stringify({ cardKeys, ...identity });
  // Often enough for the breakers to open, and for the good card to come from the cache.
  for (let count = 0; count < 5; count += 1) {
    const { status, cards } = await ask(question);
    t.equal(status, 200);
    t.match(JSON.stringify(cards[0]), sensitive, 'the card itself has it');
  }
  const refused = [
    await ask('{"cardKeys":["SENSITIVE"'),
    await ask(JSON.stringify({ cardKeys: 'SENSITIVE', ...identity })),
    await ask(JSON.stringify({ cardKeys, customer: { id: ['SENSITIVE'], SENSITIVE: 1 } })),
    await ask(question, { ...secret, 'content-type': 'SENSITIVE/json' }),
    await ask(question, { ...secret, 'content-encoding': 'SENSITIVE' }),
    await ask(`"SENSITIVE${'x'.repeat(70_000)}"`),
    await ask(question, { ...secret, 'plain-request-signature': 'SENSITIVE' }),
    await ask(question, { authorization: 'Bearer SENSITIVE' }),
    await ask(question, {}),
    await ask(question, {}),
  ];
  t.strictSame(
    refused.map(({ status }) => status),
    [400, 400, 400, 415, 415, 413, 401, 401, 401, 429],
  );
  for (const { text } of refused) t.notMatch(text, sensitive);

  t.ok(lines.length > 20);
  for (const what of ['cards answered', 'request refused', 'card', 'unexpected error', 'circuit']) {
    t.ok(
      lines.some((line) => line.includes(what)),
      `${what} is logged`,
    );
  }
  t.strictSame(
    lines.filter((line) => sensitive.test(line)),
    [],
  );

  const metrics = (await get(`${server.adminUrl}/metrics`)).text;
  t.match(metrics, /outcome="unknown"/);
  t.notMatch(metrics, sensitive);
  for (const path of ['/upstreams', '/cache']) {
    const view = await get(`${server.adminUrl}${path}`, adminAuthorization);
    t.equal(view.status, 200);
    t.notMatch(view.text, sensitive, path);
  }
});

await t.test('a notice says nothing of what went wrong', async (t) => {
  const { ask } = await createLeaks(t);
  const { cards } = await ask(JSON.stringify({ cardKeys, ...identity }));
  for (const { key, components } of cards.slice(1)) {
    t.notMatch(JSON.stringify(components), sensitive, key);
    t.notMatch(JSON.stringify(components), /127\.0\.0\.1|ECONN|expected/, key);
  }
});

await t.test('an unknown key is no label of a metric, and short in the log', async (t) => {
  const { lines, server, ask } = await createLeaks(t);
  const key = `odd\nkey ${'x'.repeat(400)}`;
  await ask(JSON.stringify({ cardKeys: [key], ...identity }));
  t.notMatch((await get(`${server.adminUrl}/metrics`)).text, 'odd');
  const line = lines.find((candidate) => candidate.includes('odd'));
  t.match(line, /"card":"odd\?key\?x{92}"/);
});

await t.test('a log that throws costs nobody a card', async (t) => {
  const fail = (): never => {
    throw new Error('disk full');
  };
  const { ask } = await startGateway(
    t,
    configOf({
      upstreams: [
        {
          name: 'good',
          adapter: 'function',
          fetch: async (query) => echo(query),
          cards: { good: {} },
        },
        {
          name: 'throws',
          adapter: 'function',
          fetch: () => Promise.reject(new Error('no')),
          cards: { throws: {} },
        },
      ],
    }),
    { log: { info: fail, warn: fail, error: fail } },
  );
  const { status, cards } = await ask(['good', 'throws']);
  t.equal(status, 200);
  t.match(cards, [
    { key: 'good', timeToLiveSeconds: 60 },
    { key: 'throws', timeToLiveSeconds: 15 },
  ]);
});

import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { Pool } from 'undici';
import type { Customer } from '../src/parse/customer.ts';
import { echo, startPlainService, toldIn } from './fixtures/echo.ts';
import type { Card } from './fixtures/http.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

/** Repeatable: a failure comes again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Alike in every way that a careless cache key would take for the same. */
const alike: readonly Customer[] = [
  { id: 'c_1', email: 'a@example.com', externalId: null },
  { id: 'c_1', email: null, externalId: 'a@example.com' },
  { id: null, email: 'a@example.com', externalId: null },
  { id: 'c_1', email: 'A@example.com', externalId: null },
  { id: 'c_1', email: 'a@example.com', externalId: '1' },
  { id: 'c_1,a@example.com', email: null, externalId: null },
  { id: 'c_1', email: 'a@example.com ', externalId: null },
  { id: '["c_1"', email: '"a@example.com"]', externalId: null },
  { id: 'null', email: 'null', externalId: 'null' },
  { id: null, email: 'null', externalId: null },
];
const others: readonly Customer[] = Array.from({ length: 10 }, (_, index) => ({
  id: `c_${index + 10}`,
  email: `customer-${index}@example.com`,
  externalId: index % 2 === 0 ? `acct_${index}` : null,
}));
const customers = [...alike, ...others];
const threads = [{ id: 'th_1', externalId: null }, { id: 'th_2', externalId: 'x' }, null];
const workspaces = ['w_1', 'w_2'];

await t.test('10,000 interleaved requests each see their own customer only', async (t) => {
  const random = createRandom(7);
  const pick = <T>(choices: readonly T[]): T => {
    const choice = choices[Math.floor(random() * choices.length)];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  };
  let calls = 0;
  const slowly = async <T>(answer: T): Promise<T> => {
    calls += 1;
    await delay(random() * 5);
    return answer;
  };
  const service = await startPlainService(t, (query) => slowly(echo(query)));
  const generous = { timeoutMs: 20_000, limits: { concurrency: 1000 } };
  const { server, gateway } = await startGateway(
    t,
    configOf({
      deadlineMs: 14_000,
      rateLimit: { requestsPerMinute: 1_000_000 },
      upstreams: [
        {
          ...generous,
          name: 'over-http',
          adapter: 'plain',
          url: service.url,
          cards: {
            'http-kept': {},
            'http-thread': { sends: ['customer', 'thread'] },
          },
        },
        {
          ...generous,
          name: 'function',
          adapter: 'function',
          fetch: (query) => slowly(echo(query)),
          cards: { kept: {}, thread: { sends: ['customer', 'thread'] } },
        },
        {
          ...generous,
          name: 'never-kept',
          adapter: 'function',
          // 15 s is less than the cache needs to serve a copy again.
          fetch: (query) => slowly(echo(query, 15)),
          cards: { fleeting: {} },
        },
      ],
    }),
  );
  const agents = new Pool(server.url);
  t.teardown(() => agents.close());
  const keys = ['http-kept', 'http-thread', 'kept', 'thread', 'fleeting'];

  async function askOnce(among: readonly Customer[]): Promise<string[]> {
    const customer = pick(among);
    const thread = pick(threads);
    const workspaceId = pick(workspaces);
    const cardKeys = keys.filter(() => random() < 0.5);
    const { body } = await agents.request({
      method: 'POST',
      path: '/cards',
      body: JSON.stringify({ cardKeys, customer, thread }),
      headers: {
        ...authorization,
        'content-type': 'application/json',
        'plain-workspace-id': workspaceId,
      },
    });
    const { cards } = (await body.json()) as { cards: readonly Card[] };
    const wrong = cards.filter((card) => {
      const told = { customer, thread: card.key.endsWith('thread') ? thread : null };
      const expected = JSON.stringify({ ...told, tenant: null, workspaceId });
      return JSON.stringify(toldIn(card)) !== expected;
    });
    const missing = cards.length === cardKeys.length ? [] : ['a key is missing'];
    return [...wrong.map((card) => JSON.stringify(card)), ...missing];
  }

  const mistakes: string[] = [];
  let asked = 0;
  async function askOn(among: readonly Customer[]): Promise<void> {
    while (asked < 10_000) {
      asked += 1;
      mistakes.push(...(await askOnce(among)));
    }
  }
  // Some agents look at a few customers, some at all of them.
  await Promise.all(
    Array.from({ length: 76 }, (_, agent) => askOn(customers.slice(0, 2 + (agent % 19)))),
  );
  t.strictSame(mistakes, []);
  t.ok(calls > customers.length, 'upstreams were asked');
  t.ok(calls < 25_000, 'and answers were shared');
  t.ok(gateway.store.entries > 0);
});

await t.test('a customer without any identifier is nobody: nothing is sent or kept', async (t) => {
  let calls = 0;
  const service = await startPlainService(t, (query) => {
    calls += 1;
    return echo(query);
  });
  const { gateway, ask } = await startGateway(
    t,
    configOf({
      upstreams: [
        {
          name: 'over-http',
          adapter: 'plain',
          url: service.url,
          cards: { usage: {}, seats: { sends: ['customer', 'thread', 'tenant'] } },
        },
        {
          name: 'function',
          adapter: 'function',
          fetch: async (query) => {
            calls += 1;
            return echo(query);
          },
          cards: { orders: {} },
        },
      ],
    }),
  );
  const nobodies = [
    { id: null, email: null, externalId: null },
    { id: '', email: '', externalId: '' },
    { id: '  ', email: '\t', externalId: null },
    {},
    null,
    undefined,
  ];
  const thread = { id: 'th_1', externalId: null };
  const tenant = { id: 'te_1', externalId: null };
  const answers = await Promise.all(
    Array.from({ length: 20 }).flatMap(() =>
      nobodies.map((customer) => ask(['usage', 'orders', 'seats'], { customer, thread, tenant })),
    ),
  );
  const blank = (key: string): Card => ({ key, timeToLiveSeconds: 60, components: null });
  for (const { cards } of answers) {
    t.strictSame(cards, [blank('usage'), blank('orders'), blank('seats')]);
  }
  t.equal(calls, 0);
  t.equal(gateway.store.entries, 0);
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import type { Test } from 'tap';
import { createGateway, customerCards, customerCardsAdmin } from '../src/index.ts';
import type {
  FetchCardsFunction,
  FunctionUpstreamInput,
  Gateway,
  GatewayOptions,
} from '../src/index.ts';
import { validateCard } from '../src/validate/card.ts';
import { echo, startPlainService, toldIn } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import type { Answer } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';

const secret = { authorization: 'Bearer s3cret' };
const auth = { headers: [{ name: 'authorization', value: secret.authorization }] };
const customer = { id: 'c_1', email: 'ada@example.com', externalId: null };

const orders = {
  name: 'orders',
  adapter: 'function',
  fetch: async (query) => echo(query),
  cards: { orders: {} },
} as const satisfies FunctionUpstreamInput;

function embed(fetch: FetchCardsFunction, options: Partial<GatewayOptions> = {}): Gateway {
  return createGateway({
    auth,
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        timeoutMs: 300,
        fetch,
        cards: { usage: {}, seats: {} },
      },
    ],
    ...options,
  });
}

async function listen(t: Test, app: FastifyInstance): Promise<string> {
  t.teardown(() => app.close());
  return app.listen({ host: '127.0.0.1', port: 0 });
}

/** The gateway alone in an app: asks for its cards. */
async function serve(t: Test, gateway: Gateway): Promise<(cardKeys: string[]) => Promise<Answer>> {
  const app = Fastify();
  app.register(customerCards, { gateway });
  const url = await listen(t, app);
  return (cardKeys) => post(`${url}/cards`, { cardKeys, customer }, secret);
}

await t.test("the host's routes keep their parser, errors and hooks", async (t) => {
  const app = Fastify();
  app.register(customerCards, { gateway: embed(async (query) => echo(query)) });
  app.post('/host', async ({ body }) => ({ got: body }));
  app.post('/text', async ({ body }) => ({ got: body }));
  app.get('/throws', async () => {
    throw new Error('of the host');
  });
  app.setErrorHandler((error: Error, _request, reply) =>
    reply.code(418).send({ host: error.message }),
  );
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ host: 'not here' }));
  const url = await listen(t, app);

  t.equal((await post(`${url}/host`, { a: [1] })).text, '{"got":{"a":[1]}}');
  const text = await post(`${url}/text`, 'words', { 'content-type': 'text/plain' });
  t.equal(text.text, '{"got":"words"}');
  const broken = await post(`${url}/host`, '{"a":');
  t.equal(broken.status, 418);
  t.match(broken.text, /not valid JSON/);
  t.equal((await get(`${url}/throws`)).text, '{"host":"of the host"}');
  t.equal((await get(`${url}/cards`)).text, '{"host":"not here"}');

  t.equal((await post(`${url}/cards`, { cardKeys: ['usage'], customer }, secret)).status, 200);
  t.equal((await post(`${url}/cards`, '{', secret)).status, 400);
  t.equal((await post(`${url}/cards`, {})).text, '{"error":"Unauthorized."}');
});

await t.test("the host's hooks see the gateway's route like any other", async (t) => {
  const app = Fastify();
  const seen: string[] = [];
  app.addHook('onRequest', async ({ url }) => void seen.push(url));
  app.register(customerCards, { gateway: embed(async (query) => echo(query)) });
  const url = await listen(t, app);
  await post(`${url}/cards`, { cardKeys: [], customer }, secret);
  t.strictSame(seen, ['/cards']);
});

await t.test(
  'a rate limit of the host does not touch the cards, nor theirs the host',
  async (t) => {
    const app = Fastify();
    await app.register(rateLimit, { max: 2, timeWindow: 60_000, allowList: () => true });
    await app.register(async (limited) => {
      await limited.register(customerCards, {
        gateway: embed(async (query) => echo(query), { rateLimit: { requestsPerMinute: 3 } }),
      });
    });
    const url = await listen(t, app);
    const ask = async () =>
      (await post(`${url}/cards`, { cardKeys: ['usage'], customer }, secret)).status;
    t.strictSame([await ask(), await ask(), await ask(), await ask()], [200, 200, 200, 429]);
  },
);

await t.test("a host's limit by address does not throttle Plain as a whole", async (t) => {
  const app = Fastify();
  await app.register(rateLimit, { max: 2, timeWindow: 60_000 });
  app.register(customerCards, { gateway: embed(async (query) => echo(query)) });
  app.get('/host', async () => 'ok');
  const url = await listen(t, app);
  const statuses = [];
  for (let count = 0; count < 4; count += 1) {
    statuses.push((await post(`${url}/cards`, { cardKeys: [], customer }, secret)).status);
  }
  t.strictSame(statuses, [200, 200, 200, 200]);
  const host = [];
  for (let count = 0; count < 3; count += 1) host.push((await get(`${url}/host`)).status);
  t.strictSame(host, [200, 200, 429], 'the rest of the host stays limited');
});

await t.test('two gateways in one app share neither cards nor metrics', async (t) => {
  const calls = { first: 0, second: 0 };
  const first = embed(async (query) => {
    calls.first += 1;
    return echo(query);
  });
  const second = embed(
    async ({ cardKeys }) => {
      calls.second += 1;
      const components = [{ componentText: { text: 'of the second' } }];
      return { cards: cardKeys.map((key) => ({ key, components })) };
    },
    { auth: { headers: [{ name: 'x-token', value: 'other' }] } },
  );
  const app = Fastify();
  app.register(customerCards, { gateway: first, path: '/first' });
  app.register(customerCards, { gateway: second, path: '/second' });
  app.register(customerCardsAdmin, { gateway: first, prefix: '/admin/first' });
  app.register(customerCardsAdmin, { gateway: second, prefix: '/admin/second' });
  const url = await listen(t, app);
  const body = { cardKeys: ['usage'], customer };

  const one = await post(`${url}/first`, body, secret);
  const two = await post(`${url}/second`, body, { 'x-token': 'other' });
  t.match(toldIn(one.cards[0] ?? { components: null }), { customer });
  t.match(JSON.stringify(two.cards), /of the second/);
  t.strictSame(calls, { first: 1, second: 1 });
  t.equal((await post(`${url}/second`, body, secret)).status, 401);

  const answered = (text: string) =>
    /requests_total\{outcome="answered",cause=""\} (\d+)/.exec(text);
  await post(`${url}/first`, body, secret);
  t.equal(answered((await get(`${url}/admin/first/metrics`)).text)?.[1], '2');
  t.equal(answered((await get(`${url}/admin/second/metrics`)).text)?.[1], '1');
});

await t.test('the admin routes stand under a prefix, behind their token', async (t) => {
  const gateway = embed(async (query) => echo(query));
  const app = Fastify();
  app.register(customerCards, { gateway });
  app.register(customerCardsAdmin, { gateway, prefix: '/internal', token: 'admin' });
  const url = await listen(t, app);
  t.equal((await get(`${url}/internal/livez`)).status, 200);
  t.equal((await get(`${url}/internal/readyz`)).status, 200);
  t.equal((await get(`${url}/internal/upstreams`)).status, 401);
  t.equal((await get(`${url}/internal/upstreams`, { authorization: 'Bearer admin' })).status, 200);
  t.equal((await get(`${url}/livez`)).status, 404);
});

const broken: ReadonlyMap<string, FetchCardsFunction> = new Map<string, FetchCardsFunction>([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws before it returns a promise',
    () => {
      throw new Error('no');
    },
  ],
  ['rejects with nothing', () => Promise.reject(undefined)],
  ['returns nothing', async () => undefined],
  ['returns a string', async () => 'garbage'],
  ['returns a list', async () => []],
  ['returns cards that are none', async () => ({ cards: [null, 7, 'usage', { key: 7 }] })],
  ['leaves the cards out', async () => ({ cards: [] })],
  ['returns a card without components', async () => ({ cards: [{ key: 'usage' }] })],
  [
    'returns what throws when it is read',
    async () => ({
      get cards() {
        throw new Error('no');
      },
    }),
  ],
  [
    'returns a card that throws when it is read',
    async () => ({
      cards: [
        {
          key: 'usage',
          components: [
            {
              get componentText() {
                throw new Error('no');
              },
            },
          ],
        },
      ],
    }),
  ],
  ['returns numbers beyond JSON', async () => ({ cards: [{ key: 'usage', components: 1n }] })],
  ['never answers', () => new Promise(() => {})],
]);

for (const [what, fetch] of broken) {
  await t.test(`an upstream function that ${what} costs its own cards only`, async (t) => {
    const ask = await serve(
      t,
      embed(fetch, {
        upstreams: [
          { name: 'billing', adapter: 'function', timeoutMs: 100, fetch, cards: { usage: {} } },
          orders,
        ],
      }),
    );
    const { status, cards } = await ask(['usage', 'orders']);
    t.equal(status, 200);
    t.match(cards, [{ key: 'usage', timeToLiveSeconds: 15 }, { key: 'orders' }]);
    t.match(JSON.stringify(cards[0]?.components), /Couldn't load billing/);
    t.match(toldIn(cards[1] ?? { components: null }), { customer });
    for (const card of cards) t.match(validateCard(card), { ok: true });
  });
}

await t.test('an unexpected error is a 500 that says nothing, and is reported', async (t) => {
  const log = createLogCapture();
  const gateway = createGateway({ auth, upstreams: [orders] }, { log });
  const answer = () => Promise.reject(new Error('a defect that quotes ada@example.com'));
  const ask = await serve(t, { ...gateway, answer });
  const { status, text } = await ask(['orders']);
  t.equal(status, 500);
  t.equal(text, '{"error":"Internal error."}');
  t.match(log.lines, [
    { level: 'error', fields: { where: 'cards route', type: 'Error' } },
    { fields: { outcome: 'error', cause: 'internal' } },
  ]);
});

await t.test('an upstream function is told what is asked, and aborted in time', async (t) => {
  const asked = Promise.withResolvers<{ query: object; aborted: Promise<unknown> }>();
  const gateway = embed((query, { signal }) => {
    const aborted = new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    asked.resolve({ query, aborted });
    return new Promise(() => {});
  });
  const ask = await serve(t, gateway);
  const answer = ask(['seats', 'usage']);
  const { query, aborted } = await asked.promise;
  t.strictSame(query, {
    cardKeys: ['seats', 'usage'],
    customer,
    thread: null,
    tenant: null,
    workspaceId: null,
  });
  await aborted;
  t.match((await answer).cards, [{ timeToLiveSeconds: 15 }, { timeToLiveSeconds: 15 }]);
});

await t.test("an upstream function that changes its question changes nobody else's", async (t) => {
  const service = await startPlainService(t, echo);
  const gateway = createGateway({
    auth,
    upstreams: [
      {
        name: 'careless',
        adapter: 'function',
        fetch: async (query) => {
          const { customer, cardKeys } = query as unknown as {
            customer: { id: string; email: string | null };
            cardKeys: string[];
          };
          const answer = echo(query);
          customer.id = 'c_2';
          customer.email = null;
          cardKeys.length = 0;
          return answer;
        },
        cards: { usage: {} },
      },
      { name: 'orders', adapter: 'plain', url: service.url, cards: { orders: {} } },
      {
        name: 'accounts',
        adapter: 'function',
        fetch: async (query) => echo(query),
        cards: { details: {} },
      },
    ],
  });
  const ask = await serve(t, gateway);
  const { cards } = await ask(['usage', 'orders', 'details']);
  for (const card of cards) t.match(toldIn(card), { customer }, card.key);
});

await t.test('closing the app lets requests under way finish', async (t) => {
  const started = Promise.withResolvers<void>();
  const closing = Promise.withResolvers<void>();
  const gateway = embed(async (query, { signal }) => {
    started.resolve();
    await closing.promise;
    return signal.aborted ? 'aborted' : echo(query);
  });
  const app = Fastify();
  app.addHook('preClose', async () => closing.resolve());
  app.register(customerCards, { gateway });
  const url = await listen(t, app);
  const answer = post(`${url}/cards`, { cardKeys: ['usage'], customer }, secret);
  await started.promise;
  await app.close();
  t.match(toldIn((await answer).cards[0] ?? { components: null }), { customer });
});

await t.test('a gateway that is closed twice is closed', async () => {
  const gateway = embed(async (query) => echo(query));
  await gateway.close();
  await gateway.close();
});

await t.test(
  'no signal handlers are installed, and the log is the one that was given',
  async (t) => {
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'uncaughtException', 'unhandledRejection'];
    const count = () => signals.map((signal) => process.listenerCount(signal));
    const before = count();
    const log = createLogCapture();
    const gateway = createGateway(
      {
        auth,
        upstreams: [
          {
            name: 'billing',
            adapter: 'function',
            fetch: async (query) => echo(query),
            cards: { usage: {} },
          },
        ],
      },
      { log },
    );
    const ask = await serve(t, gateway);
    await ask(['usage']);
    t.strictSame(count(), before);
    t.strictSame(log.outcomes(), { usage: 'fresh' });
  },
);

await t.test('after app.close() the process has nothing left to do', async (t) => {
  const program = fileURLToPath(new URL('fixtures/embedded-app.ts', import.meta.url));
  // A process that stays is killed, and the promise rejects.
  const { stdout } = await promisify(execFile)(process.execPath, [program], { timeout: 20_000 });
  const lines = stdout.trim().split('\n');
  t.equal(lines.length, 4);
  t.match(lines[0], /^\{"cards":\[/);
  t.equal(lines[3], 'closed');
});

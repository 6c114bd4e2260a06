import t from 'tap';
import type { Test } from 'tap';
import type { UpstreamOption } from '../src/config/options.ts';
import { purge } from '../src/admin/cache.ts';
import { createManualClock } from './fixtures/clock.ts';
import { get } from './fixtures/http.ts';
import { startApi } from './fixtures/json-api.ts';
import type { Api, ApiAnswer, ApiRequest } from './fixtures/json-api.ts';
import { createLogCapture } from './fixtures/log.ts';
import { configOf, startGateway } from './fixtures/stack.ts';

type JsonOption = Extract<UpstreamOption, { adapter: 'json' }>;

const customer = { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' };
const lookup = [{ get: '/customers/{customer.externalId}', pick: 'id' }];
const orders = { get: '/orders', query: { customer: '{lookup}' } };
const show = (text: string) => ({ components: [{ componentPlainText: { plainText: text } }] });

const service = ({ path, query }: ApiRequest): ApiAnswer =>
  path === '/orders'
    ? { json: { owner: query.get('customer'), total: 3, newest: 'A-1' } }
    : { json: { id: `cus_${path.split('/').at(-1)}` } };

async function start(
  t: Test,
  settings: Omit<JsonOption, 'name' | 'adapter' | 'url'>,
  respond: (request: ApiRequest, index: number) => ApiAnswer = service,
) {
  const api = await startApi(t, respond);
  const upstream = { name: 'orders', adapter: 'json' as const, url: api.origin, ...settings };
  const log = createLogCapture();
  const clock = createManualClock();
  const running = await startGateway(t, configOf({ upstreams: [upstream] }), { log, clock });
  return { ...running, api, log, clock };
}

function paths({ asked }: Api): string[] {
  return asked.map(({ path }) => path);
}

void t.test('cards that make the same request share it, and the look-up', async (t) => {
  const { ask, api } = await start(t, {
    lookup,
    cards: {
      newest: { ...orders, ...show('{{ newest }}') },
      total: { ...orders, ...show('{{ total }} orders') },
      threaded: { ...orders, ...show('{{ newest }} {{ $thread.id }}') },
      profile: { get: '/customers/{lookup}', ...show('{{ id }}') },
    },
  });
  const thread = { id: 'th_1', externalId: null };
  const { cards } = await ask(['newest', 'total', 'threaded', 'profile'], { customer, thread });
  t.same(
    cards.map(({ components }) => components),
    ['A-1', '3 orders', 'A-1 th_1', 'cus_cus_acct_1'].map((plainText) => [
      { componentPlainText: { plainText } },
    ]),
  );
  t.same(paths(api).sort(), ['/customers/acct_1', '/customers/cus_acct_1', '/orders']);
});

void t.test('a card is cached by what it uses, and by nothing else', async (t) => {
  const { ask, api } = await start(t, {
    cards: {
      plain: { get: '/orders', ...show('{{ total }}') },
      threaded: { get: '/orders', query: { thread: '{thread.id}' }, ...show('{{ total }}') },
    },
  });
  for (const id of ['th_1', 'th_2', 'th_1']) {
    await ask(['plain', 'threaded'], { customer, thread: { id, externalId: null } });
  }
  t.same(
    api.asked.map(({ query }) => query.get('thread')),
    [null, 'th_1', 'th_2'],
  );
});

void t.test('of a thread that a card does not use, nothing is told', async (t) => {
  const { ask, api } = await start(t, {
    cards: { plain: { get: '/orders', ...show('{{ total }}') } },
  });
  await ask(['plain'], { customer, thread: { id: 'th_1', externalId: null } });
  t.notMatch(JSON.stringify([...(api.asked[0]?.headers ?? [])]), /th_1/);
});

void t.test('a purge forgets whom the service was found to be', async (t) => {
  const { ask, api, gateway } = await start(t, {
    lookup,
    cards: { newest: { ...orders, ...show('{{ newest }}') } },
  });
  const lookups = () => paths(api).filter((path) => path.startsWith('/customers')).length;
  await ask(['newest'], { customer });
  purge(gateway, { upstream: 'other' });
  gateway.slots.purge({});
  await ask(['newest'], { customer });
  t.equal(lookups(), 1, 'not another upstream’s');
  for (const selection of [
    { customer: { email: 'ada@example.com' } },
    {},
    { upstream: 'orders' },
  ]) {
    const before = lookups();
    purge(gateway, selection);
    await ask(['newest'], { customer });
    t.equal(lookups(), before + 1);
  }
});

void t.test("somebody else's data cost their own card, loudly, and no breaker", async (t) => {
  const respond = (request: ApiRequest): ApiAnswer =>
    request.path === '/orders' ? { json: { owner: 'cus_x', newest: 'A-1' } } : service(request);
  const { ask, gateway, log, server } = await start(
    t,
    {
      lookup,
      breaker: { consecutiveFailures: 1 },
      cards: {
        checked: { ...orders, expect: { owner: '{lookup}' }, ...show('{{ newest }}') },
        other: { get: '/customers/{lookup}', ...show('{{ id }}') },
      },
    },
    respond,
  );
  const { cards } = await ask(['checked', 'other'], { customer });
  t.match(JSON.stringify(cards[0]), /Ref \w{5}/);
  t.notMatch(JSON.stringify(cards[0]), 'A-1');
  t.match(cards[1], { components: [{ componentPlainText: { plainText: 'cus_cus_acct_1' } }] });
  t.equal(gateway.upstreams[0]?.breaker.view().state, 'closed');
  const event = log.lines.find(({ level }) => level === 'error');
  t.match(event, {
    message: /somebody else's data/,
    fields: { security: true, upstream: 'orders', card: 'checked', reason: 'wrong_customer' },
  });
  t.notMatch(JSON.stringify(log.lines), /cus_|acct_1|ada@/);
  const metrics = (await get(`${server.adminUrl}/metrics`)).text;
  t.match(
    metrics,
    'customer_cards_card_failures_total{upstream="orders",reason="wrong_customer"} 1\n',
  );
});

void t.test('words that there is no data are not believed for longer than no data', async (t) => {
  const { ask, api, clock } = await start(t, {
    cards: { newest: { get: '/orders', ttlSeconds: 3600, empty: 'No orders', ...show('{{ x }}') } },
  });
  const { cards } = await ask(['newest', 'newest'], { customer });
  t.match(cards, [{ components: [{ componentPlainText: { plainText: 'No orders' } }] }]);
  clock.advance(61_000);
  await ask(['newest'], { customer });
  t.equal(api.asked.length, 2);
});

void t.test(
  'a reload that changes the token keeps what is cached, one that changes the mapping does not',
  async (t) => {
    const { ask, api, gateway } = await start(t, {
      cards: { newest: { ...orders, get: '/orders', query: {}, ...show('{{ newest }}') } },
    });
    const reload = (settings: Partial<JsonOption>) =>
      gateway.reload(
        configOf({
          upstreams: [
            {
              name: 'orders',
              adapter: 'json',
              url: api.origin,
              cards: { newest: { get: '/orders', ...show('{{ newest }}') } },
              ...settings,
            },
          ],
        }),
      );
    const keys = ['newest', 'unknown'];
    await ask(keys, { customer });
    reload({ auth: { bearer: 'rotated' }, timeoutMs: 1_000, lookupTtlSeconds: 5 });
    await ask(keys, { customer });
    t.equal(api.asked.length, 1);
    reload({ cards: { newest: { get: '/orders', ...show('Newest: {{ newest }}') } } });
    const { cards } = await ask(keys, { customer });
    t.match(JSON.stringify(cards), 'Newest: A-1');
    t.equal(api.asked.length, 2);
  },
);

import t from 'tap';
import type { Test } from 'tap';
import type { CardsAnswer, MappingAnswer, ResponseAnswer, Scene } from '../../src/admin/api.ts';
import { createAdminApp } from '../../src/app.ts';
import { demoCustomers, pastDue } from '../../src/demo/customers.ts';
import { assembleGateway } from '../../src/gateway.ts';
import type { GatewayConfig } from '../../src/gateway.ts';
import { createLogCapture } from '../fixtures/log.ts';
import {
  adminAuthorization,
  allKeys,
  configOf,
  createServices,
  loadShippedConfig,
  misbehave,
} from '../fixtures/stack.ts';

type Method = 'GET' | 'POST' | 'DELETE';
type Headers = Readonly<Record<string, string>>;

/** The admin listener of a gateway, by the demo's customers. */
function open(t: Test, config: GatewayConfig) {
  const log = createLogCapture();
  const gateway = assembleGateway(config, { log });
  const app = createAdminApp(gateway, () => true, demoCustomers);
  t.teardown(async () => {
    await app.close();
    await gateway.close();
  });
  async function send(method: Method, url: string, payload?: unknown, headers: Headers = {}) {
    const body = payload === undefined ? {} : { payload: payload as object };
    return app.inject({ method, url, ...body, headers });
  }
  async function ask<T>(url: string, payload?: unknown): Promise<T> {
    const method = payload === undefined ? 'GET' : 'POST';
    const answer = await send(method, url, payload, adminAuthorization);
    t.equal(answer.statusCode, 200, answer.body);
    return answer.json<T>();
  }
  const refusal = async (url: string, payload: unknown) => {
    const answer = await send('POST', url, payload, adminAuthorization);
    return [answer.statusCode, answer.json<{ error: string }>().error] as const;
  };
  return { gateway, app, log, send, ask, refusal };
}

const services = createServices();
const config = await loadShippedConfig(t, services);

const oneCard = configOf({
  upstreams: [
    {
      name: 'billing',
      adapter: 'function',
      fetch: async () => ({ cards: [{ key: 'usage', components: null }] }),
      cards: { usage: {}, gone: { retired: true } },
    },
  ],
});

await t.test('the scene names cards, customers and workspaces to choose from', async (t) => {
  const { ask } = open(t, config);
  const scene = await ask<Scene>('/api/scene');
  t.match(scene, {
    version: /^\d/,
    workspaces: [],
    deadlineMs: 5_000,
    allowsLookups: true,
  });
  t.strictSame(scene.cards.map(({ key }) => key).sort(), allKeys.toSorted());
  t.strictSame(scene.demoCustomers, demoCustomers);
  t.match(
    scene.cards.find(({ key }) => key === 'usage'),
    {
      upstream: 'billing',
      title: 'Billing',
      team: 'payments',
      adapter: 'plain',
      isRetired: false,
    },
  );
});

await t.test('cards are asked for as Plain does, and told how they came about', async (t) => {
  const { ask, log } = open(t, config);
  const question = { cardKeys: ['usage', 'nobody', 'last-order'], customer: pastDue };
  const first = await ask<CardsAnswer>('/api/cards', question);
  t.match(first, { ref: /^\w{5}$/, deadlineMs: 5_000 });
  t.match(first.cards, [
    { key: 'usage', outcome: 'fresh', upstream: 'billing', reason: null, components: [{}] },
    { key: 'nobody', outcome: 'unknown', upstream: null },
    { key: 'last-order', outcome: 'fresh', upstream: 'orders' },
  ]);
  const kinds = new Set(first.spans.map(({ kind }) => kind));
  t.strictSame(kinds, new Set(['request', 'plan', 'cache', 'phase', 'call', 'attempt']));
  t.strictSame(
    log.lines.find(({ message }) => message === 'cards answered')?.fields['ref'],
    first.ref,
  );

  const second = await ask<CardsAnswer>('/api/cards', question);
  t.match(second.cards[0], { outcome: 'cached', ageSeconds: 0 });
  t.strictSame(
    second.spans.filter(({ kind }) => kind === 'call'),
    [],
  );
});

await t.test('a lone key is a reload', async (t) => {
  const { ask, gateway } = open(t, { ...oneCard, gateway: withoutFloor(oneCard) });
  const question = { cardKeys: ['usage'], customer: { id: 'c_1' } };
  for (let count = 0; count < 2; count += 1) {
    const { cards } = await ask<CardsAnswer>('/api/cards', question);
    t.match(cards, [{ key: 'usage', outcome: 'empty', components: null }]);
  }
  t.equal(gateway.upstreamHistory.latencyOf('billing')?.calls, 2);
});

function withoutFloor({ gateway }: GatewayConfig): GatewayConfig['gateway'] {
  return { ...gateway, cache: { ...gateway.cache, reloadFloorSeconds: 0 } };
}

await t.test('a failure is told in words, with what to do', async (t) => {
  const { ask } = open(t, config);
  await misbehave(services.billing, 'error');
  const { cards, spans } = await ask<CardsAnswer>('/api/cards', {
    cardKeys: ['usage'],
    customer: { id: 'c_failing' },
  });
  await misbehave(services.billing, 'ok');
  t.match(cards, [
    {
      outcome: 'unavailable',
      reason: 'status',
      reasonText: /^answers with a status that is no answer \(\d+\)\. Ask it/,
      components: [{}],
    },
  ]);
  t.ok(spans.some(({ kind, failure }) => kind === 'attempt' && failure === 'status'));
});

await t.test('a wrong question is refused with field and expectation', async (t) => {
  const { refusal, send } = open(t, config);
  t.strictSame(await refusal('/api/cards', { cardKeys: 7 }), [
    400,
    'cardKeys: expected an array of strings',
  ]);
  t.strictSame(await refusal('/api/mapping', { yaml: 7, response: null }), [
    400,
    'yaml: expected text, got a number; put it in quotes',
  ]);
  t.match(await refusal('/api/mapping/response', { cardKeys: ['a', 'b'] }), [400, /^cardKeys:/]);
  const malformed = { ...adminAuthorization, 'content-type': 'application/json' };
  const answer = await send('POST', '/api/cards', '{"cardKeys":"secret', malformed);
  t.equal(answer.statusCode, 400);
  t.strictSame(answer.json(), { error: 'Bad request.' });
});

await t.test('bodies are JSON, and bounded', async (t) => {
  const { send } = open(t, config);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    const headers = { ...adminAuthorization, 'content-type': type };
    t.equal((await send('POST', '/api/cards', '{}', headers)).statusCode, 415, type);
    t.equal((await send('POST', '/cache/purge', '{"all":true}', headers)).statusCode, 415, type);
  }
  const large = { yaml: '', response: 'x'.repeat(2_097_152) };
  t.equal((await send('POST', '/api/mapping', large, adminAuthorization)).statusCode, 413);
});

await t.test('what a service sends is fetched with its requests, secrets masked', async (t) => {
  const { ask, refusal, gateway } = open(t, config);
  const question = { cardKeys: ['last-order'], customer: pastDue };
  const { exchanges } = await ask<ResponseAnswer>('/api/mapping/response', question);
  t.match(exchanges, [
    { method: 'GET', status: 200, body: { id: 'cust_88' }, failure: null },
    { method: 'GET', status: 200, body: { data: [{ customer: 'cust_88' }] } },
  ]);
  t.match(exchanges[1]?.url, /^http:\/\/127\.0\.0\.1:\d+\/api\/orders\?customer=cust_88/);
  t.notMatch(JSON.stringify(exchanges), /orders-token/);
  t.equal(gateway.store.entries, 0, 'nothing is kept');

  t.match(await refusal('/api/mapping/response', { ...question, cardKeys: ['last-ordr'] }), [
    404,
    /last-order/,
  ]);
  t.match(await refusal('/api/mapping/response', { cardKeys: ['usage'] }), [400, /^customer: /]);
  gateway.switches.disable({ kind: 'upstream', name: 'orders' }, 60_000, null);
  t.match(await refusal('/api/mapping/response', question), [409, /switched off/]);
});

await t.test('a service that fails is told in words', async (t) => {
  const { ask } = open(t, config);
  await misbehave(services.orders, 'error');
  const { exchanges } = await ask<ResponseAnswer>('/api/mapping/response', {
    cardKeys: ['last-order'],
    customer: pastDue,
  });
  await misbehave(services.orders, 'ok');
  t.match(exchanges.at(-1), { status: /^5/, body: null, failure: /^answers with a status/ });
});

await t.test('a mapping is tried without asking anybody', async (t) => {
  const { ask, log } = open(t, oneCard);
  const yaml =
    'name: x\nadapter: json\nurl: ${X_URL}\ncards: { a: { get: "/{customer.id}", components: ["{{ b }}"] } }';
  const { cards, problems } = await ask<MappingAnswer>('/api/mapping', { yaml, response: '{}' });
  t.strictSame(cards, ['a']);
  t.match(problems, [{ source: 'yaml', line: 4 }]);
  t.same(log.lines, []);
});

await t.test('each look-up is logged with who asked, and never about whom', async (t) => {
  const admin = { ...config.gateway.admin, userHeader: 'X-Forwarded-User' };
  const { log, send } = open(t, { ...config, gateway: { ...config.gateway, admin } });
  const headers = { ...adminAuthorization, 'x-forwarded-user': 'grace@example.com' };
  const secretKey = 'jo@example.com';
  await send('POST', '/api/cards', { cardKeys: ['usage', secretKey], customer: pastDue }, headers);
  await send('POST', '/api/mapping/response', { cardKeys: ['usage'], customer: pastDue }, headers);
  const lines = log.lines.filter(({ message }) => message === 'customer looked up');
  const by = { session: null, address: '127.0.0.1', user: 'grace@example.com' };
  const requestId = lines[0]?.fields['requestId'];
  t.strictSame(
    lines.map(({ fields }) => fields),
    [
      { requestId, ...by, cards: ['usage', 'jo?example?com'] },
      { requestId: null, ...by, cards: ['usage'] },
    ],
  );
  const answered = log.lines.find(({ message }) => message === 'cards answered');
  t.equal(answered?.fields['requestId'], requestId);
  t.equal(answered?.fields['credential'], 'console');
  const { id, email, externalId } = pastDue;
  const all = JSON.stringify(log.lines);
  for (const known of [id, email, externalId]) t.notOk(all.includes(String(known)));
});

await t.test('with look-ups off there are demo customers only', async (t) => {
  const admin = { ...config.gateway.admin, customerLookups: false };
  const { ask, refusal, log } = open(t, { ...config, gateway: { ...config.gateway, admin } });
  t.equal((await ask<Scene>('/api/scene')).allowsLookups, false);
  const { cards } = await ask<CardsAnswer>('/api/cards', {
    cardKeys: ['usage'],
    customer: pastDue,
  });
  t.equal(cards[0]?.outcome, 'fresh');
  log.clear();
  for (const url of ['/api/cards', '/api/mapping/response']) {
    const question = { cardKeys: ['usage'], customer: { id: 'c_real' } };
    t.match(await refusal(url, question), [403, /admin\.customerLookups/]);
  }
  t.same(log.lines, []);
});

await t.test('look-ups are as many as one credential may have', async (t) => {
  const rateLimit = { requestsPerMinute: 1, failuresPerMinute: 30 };
  const { refusal, ask } = open(t, { ...oneCard, gateway: { ...oneCard.gateway, rateLimit } });
  const question = { cardKeys: ['gone'], customer: { id: 'c_1' } };
  t.match(await ask('/api/cards', question), { cards: [{ outcome: 'retired' }] });
  t.match(await refusal('/api/cards', question), [429, /Too many/]);
});

await t.test('a session opens what the token opens, for its own pages', async (t) => {
  const { send } = open(t, oneCard);
  const host = '127.0.0.1:8081';
  t.equal((await send('GET', '/api/scene', undefined, { host })).statusCode, 401);
  t.equal((await send('POST', '/api/session', undefined, { host })).statusCode, 401);
  const opened = await send('POST', '/api/session', undefined, { host, ...adminAuthorization });
  t.equal(opened.statusCode, 204);
  const [cookie = ''] = String(opened.headers['set-cookie']).split(';');
  const own = { host, cookie, origin: `http://${host}` };
  const question = { cardKeys: ['usage'], customer: { id: 'c_1' } };

  const scene = await send('GET', '/api/scene', undefined, { host, cookie });
  t.equal(scene.statusCode, 200);
  t.equal(scene.headers['cache-control'], 'no-store');
  t.equal((await send('GET', '/upstreams', undefined, own)).statusCode, 200);
  t.equal((await send('POST', '/api/cards', question, own)).statusCode, 200);
  t.equal((await send('POST', '/api/cards', question, { host, cookie })).statusCode, 403);
  const elsewhere = { ...own, origin: 'http://127.0.0.1:9' };
  t.equal((await send('POST', '/cache/purge', { all: true }, elsewhere)).statusCode, 403);
  t.equal(
    (await send('GET', '/cache', undefined, { ...own, host: 'evil.example' })).statusCode,
    403,
  );

  const again = await send('POST', '/api/session', undefined, own);
  t.equal(again.headers['set-cookie'], undefined, 'a session does not prolong itself');
  const closed = await send('DELETE', '/api/session', undefined, own);
  t.match(String(closed.headers['set-cookie']), /=; Path=\/; Max-Age=0;/);
  t.equal((await send('GET', '/api/scene', undefined, own)).statusCode, 401);
});

await t.test('a new token ends the sessions', async (t) => {
  const { send, gateway } = open(t, oneCard);
  const host = '127.0.0.1:8081';
  const opened = await send('POST', '/api/session', undefined, { host, ...adminAuthorization });
  const [cookie = ''] = String(opened.headers['set-cookie']).split(';');
  const admin = { ...oneCard.gateway.admin, token: 'another' };
  gateway.reload({ ...oneCard, gateway: { ...oneCard.gateway, admin } });
  t.equal((await send('GET', '/api/scene', undefined, { host, cookie })).statusCode, 401);
});

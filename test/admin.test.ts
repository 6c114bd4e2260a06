import t from 'tap';
import { createAdminApp } from '../src/app.ts';
import { assembleGateway } from '../src/gateway.ts';
import { exchange, get, post } from './fixtures/http.ts';
import type { RequestHeaders } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';
import {
  adminAuthorization,
  configOf,
  createServices,
  loadShippedConfig,
  misbehave,
  startGateway,
} from './fixtures/stack.ts';

const services = createServices();
const log = createLogCapture();
const { server, ask } = await startGateway(t, await loadShippedConfig(t, services), { log });
const { adminUrl } = server;

async function view(path: string): Promise<unknown> {
  return JSON.parse((await get(`${adminUrl}${path}`, adminAuthorization)).text);
}

await t.test('probes and metrics need no token', async (t) => {
  t.match(await get(`${adminUrl}/livez`), { status: 200, text: '{"status":"live"}' });
  t.match(await get(`${adminUrl}/readyz`), { status: 200, text: '{"status":"ready"}' });
  const metrics = await get(`${adminUrl}/metrics`);
  t.equal(metrics.status, 200);
  t.match(metrics.headers.get('content-type'), /^text\/plain; version=/);
  t.match(metrics.text, /^customer_cards_requests_total\{/m);
});

await t.test('probes and metrics answer under any name', async (t) => {
  for (const path of ['/livez', '/readyz', '/metrics']) {
    const answer = await exchange(
      adminUrl,
      `GET ${path} HTTP/1.1\r\nHost: 10.0.0.7:9100\r\nConnection: close\r\n\r\n`,
    );
    t.match(answer, /^HTTP\/1\.1 200 /, path);
  }
});

await t.test('the views are behind the token', async (t) => {
  for (const path of ['/upstreams', '/cache']) {
    const refused: RequestHeaders[] = [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: adminAuthorization.authorization.toLowerCase() },
      { authorization: 'Bearer cards-token' },
    ];
    for (const headers of refused) t.equal((await get(`${adminUrl}${path}`, headers)).status, 401);
    t.equal((await get(`${adminUrl}${path}`, adminAuthorization)).status, 200, path);
  }
});

await t.test('the views check Host and Origin, token or not', async (t) => {
  const { port } = new URL(adminUrl);
  const statusOf = async (...fields: string[]) => {
    const head = ['GET /upstreams HTTP/1.1', 'Connection: close', ...fields];
    const token = `Authorization: ${adminAuthorization.authorization}`;
    const answer = await exchange(adminUrl, `${[...head, token].join('\r\n')}\r\n\r\n`);
    return Number(answer.split(' ', 2)[1]);
  };
  t.equal(await statusOf(`Host: 127.0.0.1:${port}`), 200);
  t.equal(await statusOf(`Host: localhost:${port}`, `Origin: http://localhost:${port}`), 200);
  t.equal(await statusOf(`Host: rebound.example.com:${port}`), 403);
  t.equal(await statusOf('Host: '), 403);
  t.equal(await statusOf(`Host: localhost:${port}`, 'Origin: http://localhost:1'), 403);
  t.equal(await statusOf(`Host: localhost:${port}`, 'Origin: https://evil.example.com'), 403);
  t.equal(await statusOf(`Host: localhost:${port}`, 'Origin: null'), 403);
});

await t.test('the listener may be addressed by its own name', async (t) => {
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async () => null, cards: { usage: {} } },
    ],
  });
  for (const [host, header] of [
    ['cards-admin.internal', 'cards-admin.internal:8081'],
    ['fd00::7', '[fd00::7]:8081'],
  ] as const) {
    const admin = { ...config.gateway.admin, host };
    const gateway = assembleGateway({ ...config, gateway: { ...config.gateway, admin } });
    const app = createAdminApp(gateway, () => true);
    t.teardown(() => app.close());
    const headers = { host: header, ...adminAuthorization };
    t.equal((await app.inject({ url: '/cache', headers })).statusCode, 200, host);
    const elsewhere = { ...headers, host: 'elsewhere.internal' };
    t.equal((await app.inject({ url: '/cache', headers: elsewhere })).statusCode, 403);
  }
});

await t.test('without a token configured the views are closed', async (t) => {
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async () => null, cards: { usage: {} } },
    ],
  });
  const { token, ...admin } = config.gateway.admin;
  t.ok(token);
  const closed = await startGateway(t, { ...config, gateway: { ...config.gateway, admin } });
  const url = closed.server.adminUrl;
  for (const headers of [{}, adminAuthorization, { authorization: 'Bearer undefined' }]) {
    const { status, text } = await get(`${url}/upstreams`, headers);
    t.equal(status, 403);
    t.match(text, /No admin token is configured/);
  }
  t.equal((await get(`${url}/readyz`)).status, 200);
});

await t.test('an invalid card is shown with the place and the rule', async (t) => {
  await misbehave(services.billing, 'invalid-card');
  await ask(['latest-invoice', 'usage']);
  const { upstreams } = (await view('/upstreams')) as { upstreams: { name: string }[] };
  t.match(
    upstreams.find(({ name }) => name === 'billing'),
    {
      team: 'payments',
      cards: ['subscription-status', 'latest-invoice', 'usage'].map((card) => ({ card })),
      inFlight: 0,
      breaker: { state: 'closed' },
      recentFailures: [
        {
          cards: ['latest-invoice'],
          reason: 'invalid_card',
          pointer: /^\/components\/\d+\/componentText\/text$/,
          rule: 'expected a string',
        },
      ],
    },
  );
});

await t.test('an open breaker is shown, and turns nothing unready', async (t) => {
  await misbehave(services.orders, 'error');
  for (let count = 0; count < 3; count += 1) await ask(['last-order']);
  const { upstreams } = (await view('/upstreams')) as { upstreams: { name: string }[] };
  t.match(
    upstreams.find(({ name }) => name === 'orders'),
    { breaker: { state: 'open', cause: 'consecutive_failures' } },
  );
  t.equal((await get(`${adminUrl}/readyz`)).status, 200);
  const { text } = await get(`${adminUrl}/metrics`);
  t.match(text, 'customer_cards_breaker_state{upstream="orders",state="open"} 1');
  t.match(text, 'customer_cards_upstream_calls_total{upstream="orders",result="status"} 2');
});

await t.test('a card is switched off and on, and the log says by how much and why', async (t) => {
  const act = (path: string, body: object, headers: RequestHeaders = adminAuthorization) =>
    post(`${adminUrl}${path}`, body, headers);
  const before = log.lines.length;
  const off = await act('/disable', { card: 'usage', forSeconds: 600, reason: 'wrong totals' });
  t.equal(off.status, 200);
  t.match(JSON.parse(off.text), { card: 'usage', leftSeconds: 600, reason: 'wrong totals' });
  const { cards } = await ask(['usage']);
  t.match(JSON.stringify(cards), 'This card is switched off for now.');
  t.match(JSON.parse((await act('/enable', { card: 'usage' })).text), {
    card: 'usage',
    wasDisabled: true,
  });
  t.notMatch(JSON.stringify((await ask(['usage'])).cards), 'switched off');
  const told = log.lines.slice(before).filter(({ message }) => message.startsWith('switched'));
  t.same(told, [
    {
      level: 'warn',
      message: 'switched off',
      fields: { card: 'usage', forSeconds: 600, reason: 'wrong totals' },
    },
    { level: 'warn', message: 'switched on', fields: { card: 'usage', cause: 'operator' } },
  ]);
});

await t.test('nobody switches anything off without the token, or by mistake', async (t) => {
  const { port } = new URL(adminUrl);
  const statusOf = async (headers: RequestHeaders, body: object = { card: 'usage' }) =>
    (await post(`${adminUrl}/disable`, body, headers)).status;
  t.equal(await statusOf({}), 401);
  t.equal(await statusOf({ authorization: 'Bearer cards-token' }), 401);
  t.equal(await statusOf({ ...adminAuthorization, origin: `http://localhost:${port}` }), 403);
  t.equal(await statusOf(adminAuthorization, { card: 'usgae' }), 404);
  t.equal(await statusOf(adminAuthorization, {}), 400);
  t.notMatch(JSON.stringify((await ask(['usage'])).cards), 'switched off');
});

await t.test('the cache is shown in slots and bytes', async (t) => {
  await ask(['customer-details']);
  const { slots, bytes, maxBytes } = (await view('/cache')) as Record<string, number>;
  t.ok(Number(slots) > 0);
  t.ok(Number(bytes) > 0 && Number(bytes) < Number(maxBytes));
});

await t.test('nothing else is served, and no cards', async (t) => {
  t.equal((await get(`${adminUrl}/cards`, adminAuthorization)).status, 404);
  t.equal((await post(`${adminUrl}/cards`, '{', adminAuthorization)).status, 404);
});

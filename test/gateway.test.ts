import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import t from 'tap';
import type { Test } from 'tap';
import type { GatewayOptions, UpstreamOption } from '../src/config/options.ts';
import type { GatewayConfig } from '../src/gateway.ts';
import type { LastReload } from '../src/observe/last-reload.ts';
import { createManualClock } from './fixtures/clock.ts';
import { echo, startPlainService, toldIn } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';
import { adminAuthorization, authorization, configOf, startGateway } from './fixtures/stack.ts';

const nothing = { components: null };

/** A service that can be broken, as an async function. */
function createService() {
  const service = { calls: 0, isBroken: false };
  const fetch: Extract<UpstreamOption, { adapter: 'function' }>['fetch'] = async (query) => {
    service.calls += 1;
    return service.isBroken ? 'garbage' : echo(query);
  };
  return { service, fetch };
}

async function start(t: Test, config: GatewayConfig) {
  const clock = createManualClock();
  const log = createLogCapture();
  const running = await startGateway(t, config, { clock, log });
  const metrics = async () => (await get(`${running.server.adminUrl}/metrics`)).text;
  return { clock, log, metrics, ...running };
}

function billing(fetch: Extract<UpstreamOption, { adapter: 'function' }>['fetch'], options = {}) {
  return { name: 'billing', adapter: 'function' as const, fetch, cards: { usage: {} }, ...options };
}

await t.test('a reload keeps an upstream that did not change', async (t) => {
  const { fetch } = createService();
  const { gateway } = await start(t, configOf({ upstreams: [billing(fetch)] }));
  const [before] = gateway.upstreams;
  gateway.reload(configOf({ upstreams: [billing(fetch)], deadlineMs: 4_000 }));
  t.equal(gateway.upstreams[0], before);
  t.equal(gateway.settings.deadlineMs, 4_000);
});

await t.test(
  'a service that stays the same keeps its breaker, and what is left of it',
  async (t) => {
    const { service, fetch } = createService();
    const { gateway, ask, clock, log } = await start(t, configOf({ upstreams: [billing(fetch)] }));
    service.isBroken = true;
    for (const id of ['c_1', 'c_2', 'c_3']) await ask(['usage'], { customer: { id } });
    const openMs = gateway.upstreams[0]?.breaker.view().nextTrialInMs ?? 0;
    t.ok(openMs > 1_000);
    clock.advance(1_000);

    const { calls } = service;
    gateway.reload(configOf({ upstreams: [billing(fetch, { cards: { usage: {}, seats: {} } })] }));
    t.equal(gateway.upstreams[0]?.breaker.view().nextTrialInMs, openMs - 1_000);
    await ask(['seats']);
    t.match(log.lines.findLast(({ message }) => message === 'cards answered')?.fields, {
      cards: [{ card: 'seats', reason: 'breaker_open' }],
    });
    t.equal(service.calls, calls);

    clock.advance(openMs - 1_000);
    service.isBroken = false;
    t.ok(toldIn((await ask(['seats'])).cards[0] ?? nothing), 'and it closes again');
  },
);

await t.test('a service that changed begins with a breaker of its own', async (t) => {
  const { service, fetch } = createService();
  const { gateway, ask } = await start(t, configOf({ upstreams: [billing(fetch)] }));
  service.isBroken = true;
  for (const id of ['c_1', 'c_2', 'c_3']) await ask(['usage'], { customer: { id } });
  service.isBroken = false;
  const changes = [
    { fetch: createService().fetch },
    { timeoutMs: 1_999 },
    { breaker: { openMs: 6_000 } },
  ];
  for (const change of changes) {
    t.equal(gateway.upstreams[0]?.breaker.view().state, 'open');
    gateway.reload(configOf({ upstreams: [billing(fetch, change)] }));
    t.equal(gateway.upstreams[0]?.breaker.view().state, 'closed');
    service.isBroken = true;
    gateway.reload(configOf({ upstreams: [billing(fetch)] }));
    for (const id of ['c_4', 'c_5', 'c_6']) await ask(['usage'], { customer: { id } });
  }
});

await t.test(
  'what runs counts against the limits after a reload, unless those changed',
  async (t) => {
    let [running, most] = [0, 0];
    const held = Promise.withResolvers<void>();
    const { fetch } = createService();
    const slow: typeof fetch = async (query) => {
      most = Math.max(most, (running += 1));
      await held.promise;
      running -= 1;
      return echo(query);
    };
    const limits = { concurrency: 1, queue: 2 };
    const { gateway, ask } = await start(t, configOf({ upstreams: [billing(slow, { limits })] }));
    const first = ask(['usage'], { customer: { id: 'c_1' } });
    const isRunning = () => running > 0;
    while (!isRunning()) await new Promise(setImmediate);
    gateway.reload(
      configOf({ upstreams: [billing(slow, { limits, cards: { usage: {}, seats: {} } })] }),
    );
    const second = ask(['usage'], { customer: { id: 'c_2' } });
    while (gateway.upstreams[0]?.queued !== 1) await new Promise(setImmediate);
    t.equal(gateway.upstreams[0]?.inFlight, 1);
    held.resolve();
    for (const { cards } of [await first, await second]) t.ok(toldIn(cards[0] ?? nothing));
    t.equal(most, 1);
    const [{ standing } = {}] = gateway.upstreams;
    gateway.reload(configOf({ upstreams: [billing(slow, { limits: { concurrency: 2 } })] }));
    t.not(gateway.upstreams[0]?.standing.bulkhead, standing?.bulkhead);
  },
);

await t.test('a service that asked to be left alone is, after a reload too', async (t) => {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(429, { 'retry-after': '30' }).end();
  });
  t.teardown(() => server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const upstream = (options: object, path = ''): UpstreamOption => ({
    name: 'billing',
    adapter: 'plain',
    url: `http://127.0.0.1:${port}/${path}`,
    cards: { usage: {} },
    ...options,
  });
  const { gateway, ask } = await start(t, configOf({ upstreams: [upstream({})] }));
  const askFor = (id: string) => ask(['usage'], { customer: { id } });
  await askFor('c_1');
  gateway.reload(configOf({ upstreams: [upstream({ headers: { 'x-key': 'next' } })] }));
  await askFor('c_2');
  t.equal(calls, 1);
  gateway.reload(configOf({ upstreams: [upstream({}, 'elsewhere')] }));
  await askFor('c_3');
  t.equal(calls, 2, 'another service is another');
});

await t.test('a card that is gone is unknown, for a minute as briefly as a failure', async (t) => {
  const { fetch } = createService();
  const both = configOf({ upstreams: [billing(fetch, { cards: { usage: {}, seats: {} } })] });
  const { gateway, ask, clock, log } = await start(t, both);
  t.ok(toldIn((await ask(['seats'])).cards[0] ?? nothing));
  gateway.reload(configOf({ upstreams: [billing(fetch)] }));
  t.match((await ask(['seats'])).cards, [{ key: 'seats', timeToLiveSeconds: 15 }]);
  t.strictSame(log.outcomes(), { seats: 'unknown' });
  clock.advance(59_999);
  t.match((await ask(['seats'])).cards, [{ timeToLiveSeconds: 15 }]);
  clock.advance(1);
  t.match((await ask(['seats'])).cards, [{ timeToLiveSeconds: 60 }]);
});

await t.test('what is cached is answered after a reload', async (t) => {
  const { service, fetch } = createService();
  const { gateway, ask, log } = await start(t, configOf({ upstreams: [billing(fetch)] }));
  await ask(['usage']);
  gateway.reload(configOf({ upstreams: [billing(fetch, { cards: { usage: {}, seats: {} } })] }));
  await ask(['usage', 'other']);
  t.match(log.outcomes(), { usage: 'cached' });
  t.equal(service.calls, 1);
});

await t.test('calls under way and calls that wait for a place end as they began', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const service = await startPlainService(t, async (query) => {
    arrived.resolve();
    await held.promise;
    return echo(query);
  });
  const upstream = (limits: object): UpstreamOption => ({
    name: 'billing',
    adapter: 'plain',
    url: service.url,
    limits,
    cards: { usage: {} },
  });
  const { gateway, ask } = await start(t, configOf({ upstreams: [upstream({ concurrency: 1 })] }));
  const [old] = gateway.upstreams;
  const asked = ['c_1', 'c_2'].map((id) => ask(['usage'], { customer: { id } }));
  await arrived.promise;
  const isWaiting = () => old?.queued === 1;
  while (!isWaiting()) await new Promise(setImmediate);
  gateway.reload(configOf({ upstreams: [upstream({ concurrency: 2 })] }));
  t.not(gateway.upstreams[0], old);
  held.resolve();
  for (const { cards } of await Promise.all(asked)) t.ok(toldIn(cards[0] ?? nothing));
  t.equal(service.queries.length, 2);
});

await t.test('calls to a service that is gone do not outlive the gateway', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const service = await startPlainService(t, () => {
    arrived.resolve();
    return new Promise(() => {});
  });
  const { fetch } = createService();
  const config = configOf({
    upstreams: [
      { name: 'gone', adapter: 'plain', url: service.url, timeoutMs: 120_000, cards: { old: {} } },
    ],
  });
  const { gateway, ask, server, clock } = await start(t, config);
  const answer = ask(['old']);
  await arrived.promise;
  const [gone] = gateway.upstreams;
  gateway.reload(configOf({ upstreams: [billing(fetch)] }));
  t.equal(gone?.inFlight, 1);
  clock.advance(5_000);
  t.match((await answer).cards, [{ timeToLiveSeconds: 15 }]);
  const stopped = server.stop();
  clock.advance(0);
  await stopped;
  t.equal(gone?.inFlight, 0);
});

await t.test('series of what is gone are gone, also when its calls end later', async (t) => {
  const { service, fetch } = createService();
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const slow = async (query: Parameters<typeof fetch>[0]) => {
    arrived.resolve();
    await held.promise;
    return echo(query);
  };
  const orders = { ...billing(slow), name: 'orders', cards: { 'last-order': {} } };
  const { gateway, ask, metrics } = await start(
    t,
    configOf({ upstreams: [billing(fetch), orders] }),
  );
  const answer = ask(['last-order']);
  await arrived.promise;
  service.isBroken = true;
  for (const id of ['c_1', 'c_2', 'c_3']) await ask(['usage'], { customer: { id } });
  t.match(await metrics(), /upstream="orders"/);

  gateway.reload(configOf({ upstreams: [orders] }));
  const reloaded = await metrics();
  t.notMatch(reloaded, /billing|"usage"/);
  t.match(reloaded, /requests_total\{outcome="answered",cause=""\} 3\n/, 'counters go on');

  gateway.reload(configOf({ upstreams: [billing(fetch)] }));
  t.notMatch(await metrics(), /orders|last-order/);
  held.resolve();
  await answer;
  t.notMatch(await metrics(), /orders|last-order/);
});

await t.test('secrets are those of the configuration in use', async (t) => {
  const { fetch } = createService();
  const withSecrets = (...values: string[]): GatewayOptions => ({
    auth: { headers: values.map((value) => ({ name: 'authorization', value })) },
    upstreams: [billing(fetch)],
  });
  const { gateway, server } = await start(t, configOf(withSecrets('old')));
  const ask = async (secret: string) =>
    (await post(`${server.url}/cards`, { cardKeys: [] }, { authorization: secret })).status;
  t.strictSame([await ask('old'), await ask('new')], [200, 401]);
  gateway.reload(configOf(withSecrets('old', 'new')));
  t.strictSame([await ask('old'), await ask('new')], [200, 200]);
  gateway.reload(configOf(withSecrets('new')));
  t.strictSame([await ask('old'), await ask('new')], [401, 200]);
});

await t.test('the admin view shows the upstreams in use', async (t) => {
  const { fetch } = createService();
  const { gateway, server } = await start(t, configOf({ upstreams: [billing(fetch)] }));
  gateway.reload(configOf({ upstreams: [{ ...billing(fetch), name: 'orders' }] }));
  const { text } = await get(`${server.adminUrl}/upstreams`, adminAuthorization);
  t.match(text, /"name":"orders"/);
  t.notMatch(text, /billing/);
});

await t.test('lines that a log has dropped are counted, and spans', async (t) => {
  const { fetch } = createService();
  const { server } = await startGateway(t, configOf({ upstreams: [billing(fetch)] }), {
    droppedLogLines: () => 7,
    droppedSpans: () => 8,
  });
  const { text } = await get(`${server.adminUrl}/metrics`, authorization);
  t.match(text, /^customer_cards_log_lines_dropped_total 7$/m);
  t.match(text, /^customer_cards_spans_dropped_total 8$/m);
});

await t.test('a reload says what changed, and what takes a restart', async (t) => {
  const { fetch } = createService();
  const { gateway, metrics } = await start(t, configOf({ upstreams: [billing(fetch)] }));
  const next = configOf({ upstreams: [billing(fetch, { timeoutMs: 1_999 })], deadlineMs: 4_000 });
  const listen = { ...next.gateway.listen, port: 1 };
  const report = gateway.reload({ ...next, gateway: { ...next.gateway, listen }, hash: 'abc' });
  t.match(report, {
    upstreams: { changed: ['billing'] },
    settings: ['deadlineMs'],
    takesRestart: ['listen.port'],
  });
  t.equal(gateway.settings.listen.port, 0, 'what is in force');
  t.match(await metrics(), 'customer_cards_config_info{hash="abc"} 1');
  t.match(gateway.reload(next), { upstreams: { changed: [] }, takesRestart: [] });
  t.notMatch(await metrics(), 'config_info{');
});

await t.test('the admin view says which configuration is in use', async (t) => {
  const { fetch } = createService();
  const config = configOf({ upstreams: [billing(fetch)] });
  const { gateway, server, clock } = await start(t, { ...config, hash: 'abc' });
  const view = async () => {
    const { text } = await get(`${server.adminUrl}/upstreams`, adminAuthorization);
    return (JSON.parse(text) as { config: object }).config;
  };
  const loadedAt = '2026-01-01T00:00:00.000Z';
  t.same(await view(), { hash: 'abc', loadedAt, takesRestart: [], lastReload: null });
  clock.advance(60_000);
  const problem = { file: 'gateway.yaml', path: 'deadlineMs', message: 'expected a number' };
  const listOf = (length: number) => Array.from({ length }, () => problem);
  gateway.events.reloaded({ isSuccessful: false, problems: listOf(21) });
  const { lastReload } = (await view()) as { lastReload: LastReload };
  t.match(lastReload, { at: '2026-01-01T00:01:00.000Z', isSuccessful: false });
  t.same(lastReload.problems, listOf(20), 'the first 20');
  gateway.events.reloaded({ isSuccessful: true });
  t.match(await view(), { loadedAt, lastReload: { isSuccessful: true, problems: [] } });
});

await t.test('the admin token is renewed by a reload', async (t) => {
  const { fetch } = createService();
  const config = configOf({ upstreams: [billing(fetch)] });
  const { gateway, server } = await start(t, config);
  const statusOf = async (headers: Readonly<Record<string, string>>) =>
    (await get(`${server.adminUrl}/cache`, headers)).status;
  const reload = (token: string | undefined) => {
    const { token: _, ...admin } = config.gateway.admin;
    const renewed = { ...admin, ...(token !== undefined && { token }) };
    return gateway.reload({ ...config, gateway: { ...config.gateway, admin: renewed } });
  };
  t.equal(await statusOf(adminAuthorization), 200);
  t.same(reload('next').takesRestart, []);
  t.equal(await statusOf(adminAuthorization), 401);
  t.equal(await statusOf({ authorization: 'Bearer next' }), 200);
  reload(undefined);
  t.equal(await statusOf({ authorization: 'Bearer next' }), 403);
});

await t.test('what went wrong with an upstream that is gone is forgotten', async (t) => {
  const { service, fetch } = createService();
  const config = configOf({ upstreams: [billing(fetch)] });
  const { gateway, ask } = await start(t, config);
  service.isBroken = true;
  await ask(['usage']);
  gateway.reload(config);
  t.equal(gateway.recentFailures.of('billing').length, 1);
  gateway.reload(configOf({ upstreams: [{ ...billing(fetch), name: 'orders' }] }));
  t.same(gateway.recentFailures.of('billing'), []);
});

await t.test('nothing keeps what a reload replaced', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const { fetch } = createService();
  const service = await startPlainService(t, echo);
  const plain = (timeoutMs: number): UpstreamOption => ({
    name: 'orders',
    adapter: 'plain',
    url: service.url,
    timeoutMs,
    cards: { 'last-order': {} },
  });
  const config = (timeoutMs: number) =>
    configOf({ upstreams: [billing(fetch, { timeoutMs }), plain(timeoutMs)] });
  const { gateway, ask } = await start(t, config(1_000));
  const replaced = gateway.upstreams.map((upstream) => new WeakRef(upstream));
  for (const timeoutMs of [1_001, 1_002]) {
    t.ok(toldIn((await ask(['last-order'])).cards[0] ?? nothing));
    gateway.reload(config(timeoutMs));
  }
  const isKept = () => replaced.some((upstream) => upstream.deref() !== undefined);
  for (let look = 0; isKept() && look < 50; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    collect();
  }
  t.notOk(isKept());
});

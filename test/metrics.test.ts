import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import t from 'tap';
import { createPublicApp } from '../src/app.ts';
import type { CardsQuery } from '../src/config/function-upstream.ts';
import { assembleGateway } from '../src/gateway.ts';
import type { Gateway } from '../src/gateway.ts';
import { countSeries } from '../scripts/metrics-page.ts';
import { takeInventory } from '../src/observe/metrics/inventory.ts';
import { scale } from './faults/row.ts';
import { createManualClock } from './fixtures/clock.ts';
import { echo } from './fixtures/echo.ts';
import { readExposition } from './fixtures/exposition.ts';
import type { Exposition } from './fixtures/exposition.ts';
import { get, post } from './fixtures/http.ts';
import { httpAnswer, startRawServer } from './fixtures/raw-server.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

t.setTimeout(scale.isLong ? 600_000 : 60_000);

const answer = JSON.stringify({ cards: [{ key: 'usage', components: null }] });
const components = [{ componentText: { text: 'x' } }];
const scrape = async ({ metrics }: Gateway): Promise<Exposition> =>
  readExposition(await metrics.expose());

/** How often each of the phases of billing ended. */
async function phases(gateway: Gateway): Promise<Readonly<Record<string, number | null>>> {
  const { of } = await scrape(gateway);
  const count = 'customer_cards_upstream_phase_duration_seconds_count';
  return Object.fromEntries(
    ['queue', 'connect', 'first_byte', 'body'].map((phase) => [
      phase,
      of(`${count}{upstream="billing",phase="${phase}"}`),
    ]),
  );
}

await t.test('tells calls from attempts, and where their time goes', async (t) => {
  const server = await startRawServer(t, ({ socket }, index) => {
    const status = index === 0 ? '503 Service Unavailable' : '200 OK';
    setTimeout(() => socket.write(httpAnswer(answer, { status })), 60);
  });
  const url = `${server.origin}/cards`;
  const config = configOf({
    upstreams: [{ name: 'billing', adapter: 'plain', url, cards: { usage: {} } }],
  });
  const { gateway, ask } = await startGateway(t, config, { random: () => 0 });
  t.equal((await ask(['usage'])).status, 200);
  t.same(await phases(gateway), { queue: 2, connect: 2, first_byte: 2, body: 2 });
  const { of } = await scrape(gateway);
  t.equal(of('customer_cards_upstream_calls_total{upstream="billing",result="ok"}'), 1);
  const attempts = 'customer_cards_upstream_attempts_total';
  t.equal(of(`${attempts}{upstream="billing",result="status"}`), 1);
  t.equal(of(`${attempts}{upstream="billing",result="ok"}`), 1);
  t.equal(of('customer_cards_upstream_retries_total{upstream="billing",reason="status"}'), 1);
  t.equal(of('customer_cards_upstream_retry_budget_left_ratio{upstream="billing"}'), 0.9);
  const sum = 'customer_cards_upstream_phase_duration_seconds_sum';
  t.ok(Number(of(`${sum}{upstream="billing",phase="first_byte"}`)) > 0.1);
  const whole = Number(of('customer_cards_request_duration_seconds_sum'));
  const overhead = Number(of('customer_cards_request_overhead_seconds_sum'));
  t.ok(overhead > 0 && whole - overhead > 0.1, 'the wait is no overhead');
});

await t.test('a connection that fails ends in its first phase', async (t) => {
  const config = configOf({
    upstreams: [
      {
        name: 'billing',
        adapter: 'plain',
        url: 'http://127.0.0.1:9/',
        retry: false,
        cards: { usage: {} },
      },
    ],
  });
  const { gateway, ask } = await startGateway(t, config);
  await ask(['usage']);
  t.same(await phases(gateway), { queue: 1, connect: 1, first_byte: 0, body: 0 });
});

await t.test('what a breaker refuses is a call, and no attempt', async (t) => {
  const config = configOf({
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async () => ({ cards: 'none' }),
        breaker: { consecutiveFailures: 1 },
        cards: { usage: {} },
      },
    ],
  });
  const { gateway, ask } = await startGateway(t, config);
  for (const id of ['c_1', 'c_2']) await ask(['usage'], { customer: { id } });
  const { of } = await scrape(gateway);
  t.equal(of('customer_cards_upstream_calls_total{upstream="billing",result="breaker_open"}'), 1);
  t.equal(
    of('customer_cards_upstream_attempts_total{upstream="billing",result="invalid_body"}'),
    1,
  );
  const to = 'upstream="billing",to="open",cause="consecutive_failures"';
  t.equal(of(`customer_cards_breaker_transitions_total{${to}}`), 1);
  const since = 'customer_cards_breaker_last_transition_timestamp_seconds{upstream="billing"}';
  t.ok(Math.abs(Number(of(since)) - Date.now() / 1000) < 30);
});

await t.test('counts who is waiting for whom', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const config = configOf({
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async (query) => {
          arrived.resolve();
          await held.promise;
          return echo(query);
        },
        cards: { usage: {} },
      },
    ],
  });
  const { gateway, ask } = await startGateway(t, config);
  const first = ask(['usage']);
  await arrived.promise;
  const second = ask(['usage']);
  const busy = { requests_in_flight: 2, cache_coalesced_waiters: 1, cache_fetches_in_flight: 1 };
  t.same(await gauges(gateway, busy), busy);
  held.resolve();
  await Promise.all([first, second]);
  const idle = { requests_in_flight: 0, cache_coalesced_waiters: 0, cache_fetches_in_flight: 0 };
  t.same(await gauges(gateway, idle), idle);
});

/** The gauges of the names, once they are as expected, or after 2 s. */
async function gauges(gateway: Gateway, expected: Readonly<Record<string, number>>) {
  for (let tries = 0; ; tries += 1) {
    const { of } = await scrape(gateway);
    const found = Object.fromEntries(
      Object.keys(expected).map((name) => [name, of(`customer_cards_${name}`)]),
    );
    const isSo = Object.entries(expected).every(([name, value]) => found[name] === value);
    if (isSo || tries === 100) return found;
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
}

await t.test('tells which secret still comes, of headers and signatures', async (t) => {
  const config = configOf({
    auth: {
      headers: [
        { name: 'authorization', value: 'Bearer old' },
        { id: 'new', name: 'authorization', value: 'Bearer new' },
      ],
      signing: { secrets: ['s1', 's2'] },
    },
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
    ],
  });
  const { gateway, server } = await startGateway(t, config);
  const body = JSON.stringify({ cardKeys: ['usage'], customer: { id: 'c_1' } });
  const sign = (secret: string) => ({
    'plain-request-signature': createHmac('sha256', secret).update(body).digest('hex'),
  });
  const send = (headers: Record<string, string>) => post(`${server.url}/cards`, body, headers);
  await send({ authorization: 'Bearer new', ...sign('s2') });
  await send({ authorization: 'Bearer old', ...sign('s2') });
  await send({ authorization: 'Bearer old', ...sign('s3') });
  await send({ authorization: 'Bearer older', ...sign('s1') });
  await send({});
  const { of } = await scrape(gateway);
  const checks = (credential: string, result: string) =>
    of(`customer_cards_credential_checks_total{credential="${credential}",result="${result}"}`);
  t.equal(checks('new', 'ok'), 1);
  t.equal(checks('header:authorization:1', 'ok'), 1);
  t.equal(checks('signing:2', 'ok'), 2);
  t.equal(checks('signing:1', 'ok'), 0);
  t.equal(checks('', 'wrong_signature'), 1);
  t.equal(checks('', 'wrong_secret'), 1);
  t.equal(checks('', 'no_credentials'), 1);
});

await t.test('tells why cards left the cache', async (t) => {
  const large = [{ componentText: { text: 'x'.repeat(4_000) } }];
  const config = configOf({
    cache: { maxEntryBytes: 2_048 },
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async () => ({
          cards: [
            { key: 'usage', components },
            { key: 'large', components: large },
          ],
        }),
        cards: { usage: {}, large: {} },
      },
    ],
  });
  const { gateway, server, ask } = await startGateway(t, config);
  await ask(['usage', 'large']);
  await post(
    `${server.adminUrl}/cache/purge`,
    { card: 'usage' },
    { authorization: 'Bearer admin-token' },
  );
  const { of } = await scrape(gateway);
  t.equal(of('customer_cards_cache_evictions_total{reason="too_large"}'), 1);
  t.equal(of('customer_cards_cache_evictions_total{reason="purge"}'), 1);
  t.equal(of('customer_cards_cache_evictions_total{reason="capacity"}'), 0);
});

await t.test('a fresh card that is pushed out is told from one past its TTL', async (t) => {
  const clock = createManualClock();
  const large = [1, 2, 3, 4].map(() => ({ componentText: { text: 'x'.repeat(9_000) } }));
  const config = configOf({
    cache: { maxBytes: 1_048_576, maxEntryBytes: 65_536 },
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async () => ({ cards: [{ key: 'usage', components: large }] }),
        cards: { usage: {} },
      },
    ],
  });
  const gateway = assembleGateway(config, { clock });
  t.teardown(() => gateway.close());
  const caller = { credentialId: 'x', workspaceId: null, cards: null };
  const evicted = async (customers: number, from: number) => {
    for (let index = from; index < from + customers; index += 1) {
      const customer = { id: `c_${index}`, email: null, externalId: null };
      const subject = { customer, thread: null, tenant: null };
      await gateway.answer({ cardKeys: ['usage'], subject }, caller, clock.now());
    }
    const { of } = await scrape(gateway);
    return ['capacity', 'expired'].map((reason) =>
      of(`customer_cards_cache_evictions_total{reason="${reason}"}`),
    );
  };
  const [capacity, expired] = await evicted(40, 0);
  t.ok(Number(capacity) > 5);
  t.equal(expired, 0);
  clock.advance(3_600_000);
  const later = await evicted(10, 100);
  t.equal(later[0], capacity);
  t.ok(Number(later[1]) > 5);
});

await t.test('tells when certificates expire', async (t) => {
  const pem = await readFile(new URL('fixtures/self-signed.pem', import.meta.url), 'utf8');
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
    ],
  });
  const listen = { ...config.gateway.listen, tls: { cert: pem, key: pem } };
  const gateway = assembleGateway({ ...config, gateway: { ...config.gateway, listen } });
  t.teardown(() => gateway.close());
  const expiry = 'customer_cards_certificate_expiry_timestamp_seconds';
  const { of } = await scrape(gateway);
  const inCentury = Date.UTC(2126, 9, 28, 22, 20) / 1000;
  t.equal(of(`${expiry}{certificate="listener",upstream=""}`), inCentury);
});

await t.test('a reload of the configuration removes what is gone, at once', async (t) => {
  const fetch = async (query: CardsQuery) => echo(query);
  const upstream = (name: string, card: string) =>
    ({ name, adapter: 'function', fetch, cards: { [card]: {} } }) as const;
  const both = configOf({
    upstreams: [upstream('billing', 'usage'), upstream('orders', 'last-order')],
  });
  const gateway = assembleGateway(both);
  t.teardown(() => gateway.close());
  gateway.reload({ ...both, upstreams: both.upstreams.slice(0, 1) });
  const { text, series } = await scrape(gateway);
  t.notMatch(text, /orders|last-order/);
  t.match(text, 'upstream="billing"');
  gateway.reload(both);
  t.ok((await scrape(gateway)).series.length > series.length);
});

await t.test('a gateway that is stopping says so', async (t) => {
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
    ],
  });
  const { gateway, server } = await startGateway(t, {
    ...config,
    gateway: { ...config.gateway, drainMs: 300 },
  });
  t.equal((await scrape(gateway)).of('customer_cards_draining'), 0);
  const stopped = server.stop();
  const { text } = await get(`${server.adminUrl}/metrics`);
  t.match(text, /^customer_cards_draining 1$/m);
  await stopped;
});

/** 8 services with 25 cards, as large as a workspace gets. */
function largestConfig() {
  return configOf({
    upstreams: Array.from({ length: 8 }, (_, upstream) => ({
      name: `service-number-${upstream}`,
      team: 'support-tools',
      adapter: 'function' as const,
      fetch: async (query: CardsQuery) => echo(query),
      cards: Object.fromEntries(
        Array.from({ length: upstream === 0 ? 4 : 3 }, (_, card) => [
          `card-${upstream}-${card}`,
          {},
        ]),
      ),
    })),
  });
}

/** What strangers send: keys, workspaces, credentials, paths, bodies that nobody knows. */
function hostile(index: number): { headers: Record<string, string>; payload: string } {
  const known = index % 4 === 3 ? { authorization: `Bearer ${index}` } : authorization;
  const cardKeys = [`made-up-${index}`, '__proto__', 'card-0-0', `"} ${index}\n`];
  const customer = { id: `c_${index % 50}` };
  return {
    headers: {
      ...known,
      'content-type': 'application/json',
      'plain-workspace-id': `w_${index}`,
      'x-request-id': `r-${index}`,
    },
    payload: index % 5 === 4 ? `{"${index}` : JSON.stringify({ cardKeys, customer }),
  };
}

await t.test('there are as many series as the formula says, whatever is asked for', async (t) => {
  const requests = scale.isLong ? 100_000 : 2_000;
  const config = largestConfig();
  const rateLimit = { requestsPerMinute: 1_000_000, failuresPerMinute: 1_000 };
  const gateway = assembleGateway({ ...config, gateway: { ...config.gateway, rateLimit } });
  const app = createPublicApp(gateway);
  t.teardown(() => app.close());
  const { secretIds } = gateway.authenticator;
  const budget = countSeries(takeInventory({ upstreams: config.upstreams, secretIds }));
  const before = await scrape(gateway);
  // The configuration is code, and so has no hash.
  t.equal(before.series.length, budget - 1);
  const statuses = new Map<number, number>();
  for (let index = 0; index < requests; index += 1) {
    const { statusCode } = await app.inject({ method: 'POST', url: '/cards', ...hostile(index) });
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
  }
  const after = await scrape(gateway);
  t.same([...after.series].sort(), [...before.series].sort());
  for (const status of [200, 400, 401]) t.ok(statuses.get(status), `${status} among the answers`);
  t.ok(Number(after.of('customer_cards_cards_total{card="",outcome="unknown",reason=""}')) > 100);
});

await t.test('a scrape blocks the event loop for less than 20 ms', async (t) => {
  const gateway = assembleGateway(largestConfig(), { processMetrics: true });
  t.teardown(() => gateway.close());
  const longest: number[] = [];
  for (let round = 0; round < 12; round += 1) longest.push(await longestTurn(gateway));
  longest.sort((a, b) => a - b);
  t.comment(`${longest.map((ms) => ms.toFixed(1)).join(' ')} ms`);
  t.ok((longest[6] ?? Infinity) < 20);
});

/** The longest turn of the event loop during a scrape, in milliseconds of this thread's own time: others share the machine. */
async function longestTurn(gateway: Gateway): Promise<number> {
  let longest = 0;
  let last = threadMs();
  let isDone = false;
  const look = (): void => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isDone) setImmediate(look);
  };
  setImmediate(look);
  await gateway.metrics.expose();
  isDone = true;
  look();
  return longest;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

await t.test('the page names every metric that is exposed, and no other', async (t) => {
  const gateway = assembleGateway(largestConfig(), { processMetrics: true });
  t.teardown(() => gateway.close());
  const page = await readFile(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const { names } = await scrape(gateway);
  const documented = [...page.matchAll(/^\| `([a-z_0-9]+)` /gm)].map(([, name]) => name);
  t.same(new Set(documented), new Set(names));
  t.equal(documented.length, names.length);
  const mentioned = [...page.matchAll(/\b(?:customer_cards|nodejs|process)_[a-z_0-9]+\b/g)];
  t.same(
    [...new Set(mentioned.map(([name]) => name))].filter((name) => !names.includes(name)),
    [],
  );
});

await t.test('the page says how large the largest configuration is', async (t) => {
  const page = await readFile(new URL('../docs/metrics.md', import.meta.url), 'utf8');
  const { upstreams } = largestConfig();
  const own = countSeries(takeInventory({ upstreams, secretIds: ['a', 'b'] }));
  const [, told = ''] = /about ([\d,]+) series/.exec(page) ?? [];
  t.ok(Math.abs(Number(told.replace(',', '')) - own) < 100, `${own}`);
});

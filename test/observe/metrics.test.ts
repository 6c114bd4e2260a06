import t from 'tap';
import { countSeries } from '../../scripts/metrics-page.ts';
import { outcomes, reasons } from '../../src/outcome.ts';
import type { CardReport } from '../../src/observe/events.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import type { Metrics } from '../../src/observe/metrics.ts';
import type { Watched, WatchedUpstream } from '../../src/observe/metrics/gauges.ts';
import { takeInventory } from '../../src/observe/metrics/inventory.ts';
import type { KnownConfig } from '../../src/observe/metrics/inventory.ts';
import { table } from '../../src/observe/metrics/table.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { readExposition } from '../fixtures/exposition.ts';
import type { Exposition } from '../fixtures/exposition.ts';

const config: KnownConfig = {
  upstreams: [
    {
      name: 'billing',
      team: 'payments',
      cards: { usage: { retired: false }, old: { retired: true } },
    },
    { name: 'orders', cards: { 'last-order': { retired: false } } },
  ],
  secretIds: ['header:authorization:1', 'signing:1'],
};
const withoutOrders = { ...config, upstreams: config.upstreams.slice(0, 1) };

function watchedUpstream(name: string, overrides: Partial<WatchedUpstream> = {}): WatchedUpstream {
  return {
    name,
    inFlight: 0,
    queued: 0,
    definition: { limits: { concurrency: 20, queue: 10 } },
    breaker: { view: () => ({ state: 'closed', sinceMs: 0 }) },
    standing: { budget: { leftShare: () => 1 } },
    ...overrides,
  };
}

const quiet: Watched = {
  upstreams: () => ['billing', 'orders'].map((name) => watchedUpstream(name)),
  disabled: () => [],
  cache: () => ({ bytes: 0, entries: 0, maxBytes: 1_000 }),
  fetches: () => 0,
  config: () => ({ hash: 'abc', loadedAt: 0, takesRestart: [], gateway: { maxInFlight: 500 } }),
  lastReload: () => null,
  droppedLogLines: () => 0,
  droppedSpans: () => 0,
};

interface Bench extends Metrics {
  scrape(): Promise<Exposition>;
}

function createBench(watched: Partial<Watched> = {}, known: KnownConfig = config): Bench {
  const metrics = createMetrics({
    processMetrics: false,
    build: { version: '1.2.3', node: 'v26.0.0' },
    clock: createManualClock(5_000),
    watched: { ...quiet, ...watched },
  });
  metrics.follow(known);
  return { ...metrics, scrape: async () => readExposition(await metrics.expose()) };
}

function report(overrides: Partial<CardReport>): CardReport {
  return {
    key: 'usage',
    upstream: 'billing',
    outcome: 'fresh',
    claim: 'lead',
    isReload: false,
    waitedMs: 0,
    ageMs: null,
    failure: null,
    ...overrides,
  };
}

function answer(bench: Metrics, cards: readonly CardReport[]): void {
  bench.events.answered?.({
    requestId: 'r',
    credentialId: 'c',
    workspaceId: null,
    ref: 'R',
    durationMs: 120,
    waitedMs: 118,
    cards,
  });
}

await t.test('has a series for all that can be told, and every counter begins at 0', async (t) => {
  const { series, text } = await createBench().scrape();
  t.equal(series.length, countSeries(takeInventory(config)));
  t.same(new Set(series).size, series.length);
  const counted = series.filter((name) => /_(?:total|bucket|sum|count)(?:\{|$)/.test(name));
  t.ok(counted.length > 200);
  t.same(
    counted.filter((name) => !text.includes(`\n${name} 0\n`)),
    [],
  );
});

await t.test('every way that a card can end has a series from the start', async (t) => {
  const bench = createBench();
  const before = await bench.scrape();
  for (const outcome of outcomes) {
    const failed = outcome === 'unavailable' || outcome === 'stale_error';
    for (const reason of failed ? reasons : [null]) {
      const key = outcome === 'retired' ? 'old' : 'usage';
      const upstream = outcome === 'unknown' ? null : 'billing';
      answer(bench, [report({ key, upstream, outcome, failure: reason && { reason } })]);
    }
  }
  const after = await bench.scrape();
  t.same(after.series, before.series);
  t.equal(after.of('customer_cards_cards_total{card="",outcome="unknown",reason=""}'), 1);
  t.equal(after.of('customer_cards_cards_total{card="old",outcome="retired",reason=""}'), 1);
  t.equal(
    after.of('customer_cards_cards_total{card="usage",outcome="unavailable",reason="auth"}'),
    1,
  );
});

await t.test('an answer is counted with its time, its own part of it, and its cards', async (t) => {
  const bench = createBench();
  answer(bench, [
    report({ claim: 'hit', outcome: 'cached', ageMs: 40_000 }),
    report({ key: 'last-order', upstream: 'orders', isReload: true }),
  ]);
  const { of } = await bench.scrape();
  t.equal(of('customer_cards_requests_total{outcome="answered",cause=""}'), 1);
  t.equal(of('customer_cards_request_duration_seconds_sum'), 0.12);
  t.equal(of('customer_cards_request_overhead_seconds_sum'), 0.002);
  t.equal(of('customer_cards_cache_reads_total{result="hit"}'), 1);
  t.equal(of('customer_cards_cache_reads_total{result="miss"}'), 1);
  t.equal(of('customer_cards_cache_age_seconds_bucket{le="30",outcome="cached"}'), 0);
  t.equal(of('customer_cards_cache_age_seconds_bucket{le="60",outcome="cached"}'), 1);
  t.equal(of('customer_cards_reloads_total'), 1);
});

await t.test('credentials are counted by the secret that matched, or by the failure', async (t) => {
  const bench = createBench();
  bench.events.authenticated?.({
    secretIds: ['header:authorization:1', 'signing:1'],
    failure: null,
  });
  bench.events.authenticated?.({ secretIds: [], failure: 'wrong_signature' });
  bench.events.authenticated?.({ secretIds: ['gone'], failure: null });
  const { of, text } = await bench.scrape();
  const checks = 'customer_cards_credential_checks_total';
  t.equal(of(`${checks}{credential="header:authorization:1",result="ok"}`), 1);
  t.equal(of(`${checks}{credential="signing:1",result="ok"}`), 1);
  t.equal(of(`${checks}{credential="",result="wrong_signature"}`), 1);
  t.notMatch(text, 'gone', 'a secret that the configuration no longer has');
});

await t.test('what happens to calls is counted by upstream', async (t) => {
  const bench = createBench();
  const failure = { reason: 'connect' } as const;
  const { events } = bench;
  events.called?.({ upstream: 'billing', cards: ['usage'], durationMs: 300, failure: null });
  events.called?.({ upstream: 'billing', cards: ['usage'], durationMs: 300, failure });
  events.attempted?.({ upstream: 'billing', failure });
  events.attempted?.({ upstream: 'billing', failure: null });
  events.retried?.({ upstream: 'billing', failure });
  events.phaseEnded?.({ upstream: 'billing', phase: 'first_byte', durationMs: 250 });
  events.cardFailed?.({
    upstream: 'billing',
    card: 'usage',
    failure: { reason: 'wrong_customer' },
  });
  const transition = { from: 'closed', to: 'open', cause: 'slow_calls' } as const;
  events.breakerChanged?.({ upstream: 'billing', ...transition });
  const { of } = await bench.scrape();
  const counts = Object.entries({
    'upstream_calls_total{upstream="billing",result="ok"}': 1,
    'upstream_calls_total{upstream="billing",result="connect"}': 1,
    'upstream_call_duration_seconds_count{upstream="billing"}': 2,
    'upstream_attempts_total{upstream="billing",result="connect"}': 1,
    'upstream_attempts_total{upstream="billing",result="ok"}': 1,
    'upstream_retries_total{upstream="billing",reason="connect"}': 1,
    'upstream_phase_duration_seconds_sum{upstream="billing",phase="first_byte"}': 0.25,
    'card_failures_total{upstream="billing",reason="wrong_customer"}': 1,
    'breaker_transitions_total{upstream="billing",to="open",cause="slow_calls"}': 1,
    'upstream_calls_total{upstream="orders",result="ok"}': 0,
  });
  for (const [series, value] of counts) t.equal(of(`customer_cards_${series}`), value, series);
});

await t.test('the rest that happens is counted', async (t) => {
  let dropped = 3;
  const bench = createBench({
    droppedLogLines: () => dropped,
    droppedSpans: () => 10 * dropped,
  });
  const { events } = bench;
  events.refused?.({ requestId: 'r', outcome: 'overloaded', cause: 'in_flight' });
  events.evicted?.({ reason: 'purge', cards: 4 });
  events.evicted?.({ reason: 'capacity', cards: 1 });
  events.reloaded?.({ isSuccessful: false });
  events.defect?.({ where: 'x', error: null });
  events.loadChanged?.({ what: 'requests', by: 1 });
  events.loadChanged?.({ what: 'requests', by: 1 });
  events.loadChanged?.({ what: 'requests', by: -1 });
  events.loadChanged?.({ what: 'coalesced_waiters', by: 5 });
  events.draining?.();
  await bench.scrape();
  dropped = 7;
  const { of } = await bench.scrape();
  const values = Object.entries({
    'requests_total{outcome="overloaded",cause="in_flight"}': 1,
    'cache_evictions_total{reason="purge"}': 4,
    'cache_evictions_total{reason="capacity"}': 1,
    'config_reloads_total{result="refused"}': 1,
    'config_reloads_total{result="ok"}': 0,
    defects_total: 1,
    requests_in_flight: 1,
    cache_coalesced_waiters: 5,
    draining: 1,
    log_lines_dropped_total: 7,
    spans_dropped_total: 70,
  });
  for (const [series, value] of values) t.equal(of(`customer_cards_${series}`), value, series);
});

await t.test('gauges tell how things stand at the scrape', async (t) => {
  const bench = createBench({
    upstreams: () => [
      watchedUpstream('billing', {
        inFlight: 3,
        queued: 2,
        definition: { limits: { concurrency: 5, queue: 7, requestsPerSecond: 50 } },
        breaker: { view: () => ({ state: 'half_open', sinceMs: 65_000 }) },
        standing: { budget: { leftShare: () => 0.4 } },
      }),
      watchedUpstream('orders'),
    ],
    disabled: () => [{ upstream: 'orders', card: 'last-order' }],
    cache: () => ({ bytes: 900, entries: 12, maxBytes: 1_000 }),
    fetches: () => 6,
    config: () => ({
      loadedAt: 1_700_000_000_500,
      takesRestart: ['listen.port'],
      gateway: { maxInFlight: 9 },
    }),
    lastReload: () => ({ isSuccessful: false }),
  });
  const { of, text } = await bench.scrape();
  // The clock of the test is at 5 s, which is the beginning of 2026.
  const transitionAt = Date.UTC(2026, 0, 1, 0, 1) / 1000;
  const values = Object.entries({
    'upstream_calls_in_flight{upstream="billing"}': 3,
    'upstream_calls_queued{upstream="billing"}': 2,
    'upstream_max_calls_in_flight{upstream="billing"}': 5,
    'upstream_max_calls_queued{upstream="billing"}': 7,
    'upstream_max_calls_per_second{upstream="billing"}': 50,
    'upstream_max_calls_per_second{upstream="orders"}': Infinity,
    'upstream_retry_budget_left_ratio{upstream="billing"}': 0.4,
    'breaker_state{upstream="billing",state="half_open"}': 1,
    'breaker_state{upstream="billing",state="closed"}': 0,
    'breaker_last_transition_timestamp_seconds{upstream="billing"}': transitionAt,
    'disabled{upstream="orders",card="last-order"}': 1,
    'upstream_info{upstream="billing",team="payments"}': 1,
    'upstream_info{upstream="orders",team=""}': 1,
    'card_info{card="usage",upstream="billing",team="payments"}': 1,
    cache_bytes: 900,
    cache_max_bytes: 1_000,
    cache_entries: 12,
    cache_fetches_in_flight: 6,
    max_requests_in_flight: 9,
    config_last_reload_successful: 0,
    config_last_reload_success_timestamp_seconds: 1_700_000_000.5,
    config_fields_awaiting_restart: 1,
    'build_info{version="1.2.3",node="v26.0.0"}': 1,
  });
  for (const [series, value] of values) t.equal(of(`customer_cards_${series}`), value, series);
  t.notMatch(text, 'customer_cards_config_info{', 'no files, no hash');
});

await t.test('what a reload removes is gone, and calls that end later leave nothing', async (t) => {
  const bench = createBench();
  answer(bench, [report({})]);
  bench.follow(withoutOrders);
  const failure = { reason: 'timeout' } as const;
  const late = { upstream: 'orders', cards: ['last-order'], durationMs: 1, failure };
  bench.events.called?.(late);
  bench.events.attempted?.(late);
  bench.events.phaseEnded?.({ ...late, phase: 'body' });
  answer(bench, [report({ key: 'last-order', upstream: 'orders' })]);
  const { text, of } = await bench.scrape();
  const own = text.replaceAll(
    /^customer_cards_(?:upstream_(?:calls_|max|retry)|breaker_).*$/gm,
    '',
  );
  t.notMatch(own, /orders|last-order/);
  const usage = 'customer_cards_cards_total{card="usage",outcome="fresh",reason=""}';
  t.equal(of(usage), 1, 'what stays keeps its counts');
  bench.follow(config);
  const order = 'customer_cards_cards_total{card="last-order",outcome="fresh",reason=""}';
  t.equal((await bench.scrape()).of(order), 0);
});

await t.test('before any configuration is known, nothing of one is told', async (t) => {
  const bench = createBench({ upstreams: () => [] }, { upstreams: [], secretIds: [] });
  answer(bench, [report({})]);
  const { text } = await bench.scrape();
  t.notMatch(text, /billing|usage/);
});

await t.test('labels and names follow the conventions of Prometheus', async (t) => {
  for (const { name, type, help, buckets } of Object.values(table)) {
    t.match(name, /^customer_cards_[a-z_]+$/);
    t.equal(name.endsWith('_total'), type === 'counter', name);
    t.equal(buckets.length > 0, type === 'histogram', name);
    t.equal(name.endsWith('_seconds') && !name.includes('_timestamp_'), type === 'histogram', name);
    t.match(help, /^[^\n]+\.$/, name);
    t.same(
      buckets,
      [...buckets].sort((a, b) => a - b),
    );
  }
});

await t.test('others run between one metric and the next', async (t) => {
  const bench = createBench();
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  count();
  await bench.expose();
  isDone = true;
  t.ok(turns >= Object.keys(table).length, `${turns} turns`);
});

import { createAnswerRequest } from './answer.ts';
import type { AnswerRequest } from './answer.ts';
import { createAuthenticator } from './authenticate/authenticator.ts';
import type { Authenticator } from './authenticate/authenticator.ts';
import { entryOf } from './cache/record.ts';
import { createSlots } from './cache/slots.ts';
import type { Slots } from './cache/slots.ts';
import { createStore } from './cache/store.ts';
import type { Store } from './cache/store.ts';
import { expiresAt } from './cache/ttl.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { findChanges } from './config/changes.ts';
import type { ConfigChanges } from './config/changes.ts';
import { inForce } from './config/in-force.ts';
import type { GatewayFileConfig } from './config/schema.ts';
import type { UpstreamDefinition } from './fan-out/adapter.ts';
import { takeOver } from './fan-out/take-over.ts';
import type { Trace } from './fan-out/trace.ts';
import type { Upstream } from './fan-out/upstream.ts';
import { createAnsweredWatch } from './observe/answered-watch.ts';
import type { AnsweredWatch } from './observe/answered-watch.ts';
import { fanOutEvents } from './observe/events.ts';
import type { GatewayEvents } from './observe/events.ts';
import { createReloadMemory } from './observe/last-reload.ts';
import type { ReloadMemory } from './observe/last-reload.ts';
import { createLogEvents } from './observe/log.ts';
import type { Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import type { Metrics } from './observe/metrics.ts';
import { createRecentFailures } from './observe/recent-failures.ts';
import type { RecentFailures } from './observe/recent-failures.ts';
import { forwardingTracer } from './observe/tracing/span.ts';
import type { Tracer } from './observe/tracing/span.ts';
import { createUpstreamHistory } from './observe/upstream-history.ts';
import type { UpstreamHistory } from './observe/upstream-history.ts';
import { createRegistry } from './plan/registry.ts';
import { createSwitches, disabledIn } from './plan/switches.ts';
import type { Switches } from './plan/switches.ts';
import { sweepRegularly } from './sweep.ts';
import { readVersion } from './version.ts';

/** A valid configuration: config/ has found every mistake before. */
export interface GatewayConfig {
  readonly gateway: GatewayFileConfig;
  readonly upstreams: readonly UpstreamDefinition[];
  /** Of the files that say so. */
  readonly hash?: string;
}

/** The configuration in use. */
export interface ConfigInUse extends GatewayConfig {
  /** Milliseconds since the epoch. */
  readonly loadedAt: number;
  /** Fields that were asked to be otherwise, and are not before a restart. */
  readonly takesRestart: readonly string[];
}

/** What a reload changed, and what it could not. */
export type ReloadReport = ConfigChanges & Pick<ConfigInUse, 'takesRestart'>;

export interface GatewayDeps {
  /** Default: nothing is logged. */
  readonly log?: Log;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Metrics of the whole process (memory, event loop, …) beside the gateway's own. Default false. */
  readonly processMetrics?: boolean;
  /** Told of everything that happens, beside log and metrics. */
  readonly listener?: Partial<GatewayEvents>;
  /** Told of every request to an upstream, with customer data. Default: nothing is gathered. */
  readonly trace?: Trace | undefined;
  /** Told what each request does. Default: the trace that a request came with is sent on, and nobody is told. */
  readonly tracer?: Tracer | undefined;
  /** How many lines the log has dropped so far. Default: none. */
  readonly droppedLogLines?: () => number;
  /** How many spans were not exported so far. Default: none. */
  readonly droppedSpans?: (() => number) | undefined;
}

/** Everything but HTTP: it listens nowhere, handles no signals, and shares nothing with another gateway in the process. */
export interface Gateway extends Readonly<Live> {
  readonly store: Store;
  readonly slots: Slots;
  /** Cards and upstreams that operators have switched off. A reload leaves them off. */
  readonly switches: Switches;
  readonly events: GatewayEvents;
  readonly metrics: Metrics;
  readonly recentFailures: RecentFailures;
  readonly upstreamHistory: UpstreamHistory;
  readonly reloads: ReloadMemory;
  readonly answeredWatch: AnsweredWatch;
  readonly clock: Clock;
  readonly tracer: Tracer;
  /**
   * Swaps the configuration at once, for the next request, and says what changed. Cache and counters stay; so do breaker,
   * limits and `Retry-After` of services that did not change. Calls under way end as they began. What is bound to a
   * listener or the cache's bound stays as it was at the start.
   */
  reload(config: GatewayConfig): ReloadReport;
  /** Aborts the calls under way and releases connections and timers. Idempotent. */
  close(): Promise<void>;
}

/** What a reload of the configuration replaces. */
interface Live {
  readonly config: ConfigInUse;
  /** Of the configuration in use. */
  readonly settings: GatewayFileConfig;
  readonly authenticator: Authenticator;
  readonly upstreams: readonly Upstream[];
  readonly answer: AnswerRequest;
}

/** For so long after a reload an unknown key may be one that another process knows already. */
const settlingMs = 60_000;

export function assembleGateway(config: GatewayConfig, deps: GatewayDeps = {}): Gateway {
  const { clock = systemClock, random = Math.random, log } = deps;
  const metrics = createMetrics({
    processMetrics: deps.processMetrics ?? false,
    build: { version: readVersion(), node: process.version },
    clock,
    watched: {
      upstreams: () => live.upstreams,
      disabled: () => live.upstreams.flatMap(({ definition }) => disabledIn(definition, switches)),
      cache: () => ({ bytes: store.bytes, entries: store.entries, maxBytes: cache.maxBytes }),
      fetches: () => slots.underWay,
      config: () => live.config,
      lastReload: () => reloads.last,
      droppedLogLines: deps.droppedLogLines ?? (() => 0),
      droppedSpans: deps.droppedSpans ?? (() => 0),
    },
  });
  const recentFailures = createRecentFailures(clock);
  const upstreamHistory = createUpstreamHistory(clock);
  const reloads = createReloadMemory(clock);
  const answeredWatch = createAnsweredWatch();
  const events = fanOutEvents([
    metrics.events,
    recentFailures.events,
    upstreamHistory.events,
    reloads.events,
    answeredWatch.events,
    log ? createLogEvents(log) : {},
    deps.listener ?? {},
  ]);
  const { cache } = config.gateway;
  const forgotten = { until: clock.now() + longestToldSeconds(config) * 1000 };
  const store = createStore({
    ...cache,
    onEvict: (record) => {
      forgotten.until = Math.max(forgotten.until, record.toldUntil);
      const entry = entryOf(record);
      const isFresh = entry !== null && clock.now() < expiresAt(entry);
      events.evicted({ reason: isFresh ? 'capacity' : 'expired', cards: 1 });
    },
    onTooLarge: () => events.evicted({ reason: 'too_large', cards: 1 }),
  });
  let reloadedAt = Number.NEGATIVE_INFINITY;
  const retired = new Set<Upstream>();
  const slots = createSlots({
    store,
    get settings() {
      return live.settings.cache;
    },
    get deadlineMs() {
      return live.settings.deadlineMs;
    },
    clock,
    forgotten,
    onExpired: () => events.evicted({ reason: 'expired', cards: 1 }),
  });
  const switches = createSwitches(clock, events);
  const upstreamDeps = { events, clock, random, trace: deps.trace };
  let live = bringUp(
    { ...config, loadedAt: clock.wallNow(), takesRestart: [] },
    takeOver(config.upstreams, [], upstreamDeps),
  );
  followWithMetrics();
  const endSweep = sweepRegularly(clock, function* () {
    yield* slots.sweep();
    for (const upstream of live.upstreams) yield* upstream.sweep();
  });

  function followWithMetrics(): void {
    const { config, settings, authenticator } = live;
    metrics.follow({
      upstreams: config.upstreams,
      secretIds: authenticator.secretIds,
      listenTls: settings.listen.tls,
    });
  }

  /** No new call goes there; those under way end as they began. */
  function retire(upstream: Upstream): void {
    retired.add(upstream);
    void upstream.close(true).finally(() => retired.delete(upstream));
    if (!live.upstreams.some(({ breaker }) => breaker === upstream.breaker))
      upstream.breaker.close();
  }

  function bringUp(config: ConfigInUse, upstreams: readonly Upstream[]): Live {
    const { gateway: settings } = config;
    const isSettling = (): boolean => clock.now() < reloadedAt + settlingMs;
    const answer = createAnswerRequest({
      settings,
      registry: createRegistry(config.upstreams),
      slots,
      switches,
      upstreams,
      events,
      clock,
      random,
      isSettling,
    });
    return { config, settings, authenticator: createAuthenticator(settings), upstreams, answer };
  }

  return {
    get config() {
      return live.config;
    },
    get settings() {
      return live.settings;
    },
    get authenticator() {
      return live.authenticator;
    },
    get upstreams() {
      return live.upstreams;
    },
    answer: (...request) => live.answer(...request),
    store,
    slots,
    switches,
    events,
    metrics,
    recentFailures,
    upstreamHistory,
    reloads,
    answeredWatch,
    clock,
    tracer: deps.tracer ?? forwardingTracer,
    reload(next) {
      const previous = live;
      const { settings, takesRestart } = inForce(next.gateway, live.settings);
      live = bringUp(
        { ...next, gateway: settings, loadedAt: clock.wallNow(), takesRestart },
        takeOver(next.upstreams, previous.upstreams, upstreamDeps),
      );
      reloadedAt = clock.now();
      followWithMetrics();
      previous.upstreams.filter((upstream) => !live.upstreams.includes(upstream)).forEach(retire);
      const names = new Set(live.upstreams.map(({ name }) => name));
      recentFailures.keep(names);
      upstreamHistory.keep(names);
      return { ...findChanges(previous.config, live.config), takesRestart };
    },
    async close() {
      endSweep();
      switches.close();
      for (const { breaker } of live.upstreams) breaker.close();
      await Promise.all([...live.upstreams, ...retired].map((upstream) => upstream.close()));
    },
  };
}

/** What Plain was told before the start can't be known. Where it is told all that is left, a service's own TTL may be longer. */
function longestToldSeconds({ gateway, upstreams }: GatewayConfig): number {
  const { plainTtlSeconds, defaultTtlSeconds } = gateway.cache;
  const cards = upstreams.flatMap((upstream) => Object.values(upstream.cards));
  const ttls = cards.map(({ ttlSeconds }) => ttlSeconds ?? defaultTtlSeconds);
  return plainTtlSeconds ?? Math.max(...ttls);
}

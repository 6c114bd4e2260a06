import { createAnswerRequest } from './answer.ts';
import type { AnswerRequest } from './answer.ts';
import { createAuthenticator } from './authenticate/authenticator.ts';
import type { Authenticator } from './authenticate/authenticator.ts';
import { createSlots } from './cache/slots.ts';
import type { Slots } from './cache/slots.ts';
import { createStore } from './cache/store.ts';
import type { Store } from './cache/store.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { GatewayFileConfig } from './config/schema.ts';
import type { UpstreamDefinition } from './fan-out/adapter.ts';
import { createUpstream } from './fan-out/upstream.ts';
import type { Upstream } from './fan-out/upstream.ts';
import { fanOutEvents } from './observe/events.ts';
import type { GatewayEvents } from './observe/events.ts';
import { createLogEvents } from './observe/log.ts';
import type { Log } from './observe/log.ts';
import { createMetrics } from './observe/metrics.ts';
import type { Metrics } from './observe/metrics.ts';
import { createRecentFailures } from './observe/recent-failures.ts';
import type { RecentFailures } from './observe/recent-failures.ts';
import { createRegistry } from './plan/registry.ts';

/** A valid configuration: config/ has found every mistake before. */
export interface GatewayConfig {
  readonly gateway: GatewayFileConfig;
  readonly upstreams: readonly UpstreamDefinition[];
}

export interface GatewayDeps {
  /** Default: nothing is logged. */
  readonly log?: Log;
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Metrics of the whole process (memory, event loop, …) beside the gateway's own. Default false. */
  readonly processMetrics?: boolean;
}

/** Everything but HTTP: it listens nowhere, handles no signals, and shares nothing with another gateway in the process. */
export interface Gateway {
  readonly settings: GatewayFileConfig;
  readonly authenticator: Authenticator;
  readonly answer: AnswerRequest;
  readonly upstreams: readonly Upstream[];
  readonly store: Store;
  readonly slots: Slots;
  readonly events: GatewayEvents;
  readonly metrics: Metrics;
  readonly recentFailures: RecentFailures;
  readonly clock: Clock;
  /** Aborts the calls under way and releases connections and timers. Idempotent. */
  close(): Promise<void>;
}

export function assembleGateway(config: GatewayConfig, deps: GatewayDeps = {}): Gateway {
  const { clock = systemClock, random = Math.random } = deps;
  const settings = config.gateway;
  const metrics = createMetrics({ processMetrics: deps.processMetrics ?? false });
  const recentFailures = createRecentFailures(clock);
  const events = fanOutEvents([
    metrics.events,
    recentFailures.events,
    deps.log ? createLogEvents(deps.log) : {},
  ]);
  const forgotten = { until: clock.now() + longestToldSeconds(config) * 1000 };
  const store = createStore({
    ...settings.cache,
    onEvict: (record) => {
      forgotten.until = Math.max(forgotten.until, record.toldUntil);
      events.evicted();
    },
  });
  const upstreams = config.upstreams.map((upstream) =>
    createUpstream(upstream, { events, clock, random }),
  );
  const registry = createRegistry(config.upstreams);
  const slots = createSlots({
    store,
    settings: settings.cache,
    deadlineMs: settings.deadlineMs,
    clock,
    forgotten,
  });
  metrics.watch({ upstreams, store, maxBytes: settings.cache.maxBytes });

  return {
    settings,
    authenticator: createAuthenticator(settings),
    answer: createAnswerRequest({ settings, registry, slots, upstreams, events, clock, random }),
    upstreams,
    store,
    slots,
    events,
    metrics,
    recentFailures,
    clock,
    async close() {
      await Promise.all(upstreams.map((upstream) => upstream.close()));
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

import type { Clock } from '../clock.ts';
import type { Reason } from '../outcome.ts';
import type { BreakerChanged, GatewayEvents } from './events.ts';
import { createRecent } from './recent.ts';

/** A change of a circuit breaker, as the admin view shows it. */
export interface RecentTransition extends Omit<BreakerChanged, 'upstream'> {
  /** ISO 8601. */
  readonly at: string;
}

/** How long calls took that reached the service: those that failed there as well. */
export interface RecentLatency {
  /** So many, the newest. */
  readonly calls: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** What is remembered of each upstream, beside its failures. */
export interface UpstreamHistory {
  readonly events: Partial<GatewayEvents>;
  /** Newest first. */
  readonly transitionsOf: (upstream: string) => readonly RecentTransition[];
  /** Null before the first call. */
  readonly latencyOf: (upstream: string) => RecentLatency | null;
  /** Forgets all others. */
  readonly keep: (upstreams: ReadonlySet<string>) => void;
}

const maxTransitions = 20;
const maxCalls = 200;
/** The gateway's own refusals say nothing of how fast a service is. */
const notAsked: ReadonlySet<Reason> = new Set(['breaker_open', 'limit', 'retry_after']);

export function createUpstreamHistory(clock: Pick<Clock, 'wallNow'>): UpstreamHistory {
  const transitions = createRecent<RecentTransition>(maxTransitions);
  const durations = createRecent<number>(maxCalls);
  return {
    events: {
      breakerChanged({ upstream, ...transition }) {
        transitions.add(upstream, { at: new Date(clock.wallNow()).toISOString(), ...transition });
      },
      called({ upstream, durationMs, failure }) {
        if (failure === null || !notAsked.has(failure.reason)) durations.add(upstream, durationMs);
      },
    },
    transitionsOf: (upstream) => transitions.of(upstream),
    latencyOf: (upstream) => summarise(durations.of(upstream)),
    keep(upstreams) {
      transitions.keep(upstreams);
      durations.keep(upstreams);
    },
  };
}

function summarise(durationsMs: readonly number[]): RecentLatency | null {
  const sorted = durationsMs.toSorted((a, b) => a - b);
  /** The nearest rank: a duration that really was. */
  const quantile = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
  const [p50Ms, p95Ms] = [quantile(0.5), quantile(0.95)];
  if (p50Ms === undefined || p95Ms === undefined) return null;
  return { calls: sorted.length, p50Ms: round(p50Ms), p95Ms: round(p95Ms) };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

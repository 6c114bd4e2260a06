import { breakerTransitions } from '../events.ts';
import type { BreakerState } from '../events.ts';
import type { Readings } from './families.ts';
import type { Inventory } from './inventory.ts';
import type { Load } from './load.ts';

/** What is read of an upstream at a scrape. */
export interface WatchedUpstream {
  readonly name: string;
  readonly inFlight: number;
  readonly queued: number;
  readonly definition: { readonly limits: Limits };
  readonly breaker: { view(): { readonly state: BreakerState; readonly sinceMs: number } };
  readonly standing: { readonly budget: { leftShare(): number } };
}

interface Limits {
  readonly concurrency: number;
  readonly queue: number;
  readonly requestsPerSecond?: number | undefined;
}

/** What is read at a scrape. */
export interface Watched {
  readonly upstreams: () => readonly WatchedUpstream[];
  /** What is switched off: of an upstream as a whole, `card` is empty. */
  readonly disabled: () => readonly { readonly upstream: string; readonly card: string }[];
  readonly cache: () => {
    readonly bytes: number;
    readonly entries: number;
    readonly maxBytes: number;
  };
  readonly fetches: () => number;
  readonly config: () => WatchedConfig;
  /** Null before the first reload. */
  readonly lastReload: () => { readonly isSuccessful: boolean } | null;
  readonly droppedLogLines: () => number;
  readonly droppedSpans: () => number;
}

export interface WatchedConfig {
  /** Of the files in use; none when the configuration does not come from files. */
  readonly hash?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly loadedAt: number;
  readonly takesRestart: readonly string[];
  readonly gateway: { readonly maxInFlight: number };
}

export interface GaugeSources {
  readonly inventory: Inventory;
  readonly watched: Watched;
  readonly load: Load;
  readonly build: { readonly version: string; readonly node: string };
  /** From the monotonic clock to the epoch. */
  readonly epochOffsetMs: number;
}

const breakerStates = Object.keys(breakerTransitions);

/** The value of every gauge as things stand. */
export function readGauges(sources: GaugeSources): Readings {
  const { inventory, watched, load, build } = sources;
  const cache = watched.cache();
  const config = watched.config();
  const one = (value: number) => [[{}, value]] as const;
  return {
    ...readUpstreams(sources),
    requestsInFlight: one(load.now.requests),
    maxRequestsInFlight: one(config.gateway.maxInFlight),
    cardInfo: inventory.cards.map(({ card, upstream, team }) => [{ card, upstream, team }, 1]),
    disabled: watched.disabled().map((target) => [target, 1]),
    upstreamInfo: inventory.upstreams.map((upstream) => [upstream, 1]),
    cacheBytes: one(cache.bytes),
    cacheMaxBytes: one(cache.maxBytes),
    cacheEntries: one(cache.entries),
    fetches: one(watched.fetches()),
    waiters: one(load.now.coalesced_waiters),
    configReloaded: one(Number(watched.lastReload()?.isSuccessful ?? true)),
    configLoadedAt: one(config.loadedAt / 1000),
    configInfo: config.hash === undefined ? [] : [[{ hash: config.hash }, 1]],
    configWaiting: one(config.takesRestart.length),
    certificateExpiry: inventory.certificates.map(({ certificate, upstream, expiresAt }) => [
      { certificate, upstream },
      expiresAt,
    ]),
    draining: one(Number(load.isDraining)),
    buildInfo: [[build, 1]],
  };
}

type UpstreamGauge =
  | 'callsInFlight'
  | 'callsQueued'
  | 'maxCallsInFlight'
  | 'maxCallsQueued'
  | 'maxCallsPerSecond'
  | 'retryBudgetLeft'
  | 'breakerState'
  | 'lastTransition';

function readUpstreams({ watched, epochOffsetMs }: GaugeSources): Pick<Readings, UpstreamGauge> {
  const upstreams = watched.upstreams();
  const each = (read: (upstream: WatchedUpstream) => number) =>
    upstreams.map((upstream) => [{ upstream: upstream.name }, read(upstream)] as const);
  return {
    callsInFlight: each(({ inFlight }) => inFlight),
    callsQueued: each(({ queued }) => queued),
    maxCallsInFlight: each(({ definition }) => definition.limits.concurrency),
    maxCallsQueued: each(({ definition }) => definition.limits.queue),
    maxCallsPerSecond: each(({ definition }) => definition.limits.requestsPerSecond ?? Infinity),
    retryBudgetLeft: each(({ standing }) => standing.budget.leftShare()),
    breakerState: upstreams.flatMap(({ name, breaker }) => {
      const current = breaker.view().state;
      return breakerStates.map(
        (state) => [{ upstream: name, state }, Number(state === current)] as const,
      );
    }),
    lastTransition: each(({ breaker }) => (epochOffsetMs + breaker.view().sinceMs) / 1000),
  };
}

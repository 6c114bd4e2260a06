import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { GatewayEvents } from './events.ts';

/** A failed call, or one failed card of a good call, as the admin view shows it. */
export interface RecentFailure extends Failure {
  /** ISO 8601. */
  readonly at: string;
  readonly cards: readonly string[];
}

/** The last failures of each upstream, newest first. Bounded; the upstreams' names come from the configuration. */
export interface RecentFailures {
  readonly events: Partial<GatewayEvents>;
  of(upstream: string): readonly RecentFailure[];
  /** Forgets all others. */
  keep(upstreams: ReadonlySet<string>): void;
}

export function createRecentFailures(clock: Clock, perUpstream = 20): RecentFailures {
  const byUpstream = new Map<string, readonly RecentFailure[]>();

  function add(upstream: string, cards: readonly string[], failure: Failure): void {
    const at = new Date(clock.wallNow()).toISOString();
    const recent = [{ at, cards, ...failure }, ...(byUpstream.get(upstream) ?? [])];
    byUpstream.set(upstream, recent.slice(0, perUpstream));
  }

  return {
    events: {
      called({ upstream, cards, failure }) {
        if (failure !== null) add(upstream, cards, failure);
      },
      cardFailed: ({ upstream, card, failure }) => add(upstream, [card], failure),
    },
    of: (upstream) => byUpstream.get(upstream) ?? [],
    keep(upstreams) {
      for (const name of byUpstream.keys()) if (!upstreams.has(name)) byUpstream.delete(name);
    },
  };
}

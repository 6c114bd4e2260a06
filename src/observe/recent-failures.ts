import type { Clock } from '../clock.ts';
import type { CardFailed, GatewayEvents } from './events.ts';

/** A failed card as the admin view shows it. */
export interface RecentFailure extends CardFailed {
  /** ISO 8601. */
  readonly at: string;
}

/** The last failures of each upstream, newest first. Bounded; the upstreams' names come from the configuration. */
export interface RecentFailures {
  readonly events: Partial<GatewayEvents>;
  of(upstream: string): readonly RecentFailure[];
}

export function createRecentFailures(clock: Clock, perUpstream = 20): RecentFailures {
  const byUpstream = new Map<string, RecentFailure[]>();
  return {
    events: {
      cardFailed(event) {
        const failure = { ...event, at: new Date(clock.wallNow()).toISOString() };
        const recent = [failure, ...(byUpstream.get(event.upstream) ?? [])];
        byUpstream.set(event.upstream, recent.slice(0, perUpstream));
      },
    },
    of: (upstream) => byUpstream.get(upstream) ?? [],
  };
}

import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { GatewayEvents } from './events.ts';
import { createRecent } from './recent.ts';
import type { Recent } from './recent.ts';

/** A failed call, or one failed card of a good call, as the admin view shows it. */
export interface RecentFailure extends Failure {
  /** ISO 8601. */
  readonly at: string;
  readonly cards: readonly string[];
}

/** The last failures of each upstream. Without what its breaker refused, which would push out why it opened. */
export interface RecentFailures extends Pick<Recent<RecentFailure>, 'of' | 'keep'> {
  readonly events: Partial<GatewayEvents>;
}

export function createRecentFailures(clock: Clock, perUpstream = 20): RecentFailures {
  const recent = createRecent<RecentFailure>(perUpstream);

  function add(upstream: string, cards: readonly string[], failure: Failure): void {
    recent.add(upstream, { at: new Date(clock.wallNow()).toISOString(), cards, ...failure });
  }

  return {
    ...recent,
    events: {
      called({ upstream, cards, failure }) {
        if (failure !== null && failure.reason !== 'breaker_open') add(upstream, cards, failure);
      },
      cardFailed: ({ upstream, card, failure }) => add(upstream, [card], failure),
    },
  };
}

import type { BreakerView } from '../fan-out/breaker.ts';
import type { Gateway } from '../gateway.ts';
import type { RecentFailure } from '../observe/recent-failures.ts';

export interface UpstreamView {
  readonly name: string;
  readonly team: string | null;
  readonly cards: readonly string[];
  readonly inFlight: number;
  readonly queued: number;
  readonly breaker: Omit<BreakerView, 'sinceMs'> & { readonly forMs: number };
  /** Newest first. */
  readonly recentFailures: readonly RecentFailure[];
}

/** Each upstream with its health and what went wrong last: for `invalid_card` the JSON pointer and the rule. */
export function viewUpstreams({ upstreams, recentFailures, clock }: Gateway): UpstreamView[] {
  return upstreams.map((upstream) => {
    const { sinceMs, ...breaker } = upstream.breaker.view();
    return {
      name: upstream.name,
      team: upstream.definition.team ?? null,
      cards: Object.keys(upstream.definition.cards),
      inFlight: upstream.inFlight,
      queued: upstream.queued,
      breaker: { ...breaker, forMs: Math.round(clock.now() - sinceMs) },
      recentFailures: recentFailures.of(upstream.name),
    };
  });
}

import type { BreakerView } from '../fan-out/breaker.ts';
import type { Upstream } from '../fan-out/upstream.ts';
import type { Gateway } from '../gateway.ts';
import type { SwitchTarget } from '../observe/events.ts';
import type { RecentFailure } from '../observe/recent-failures.ts';
import type { RecentLatency, RecentTransition } from '../observe/upstream-history.ts';
import { viewDisabled } from './switches.ts';
import type { DisabledView } from './switches.ts';

export interface CardView {
  readonly card: string;
  readonly isRetired: boolean;
  /** Of the card itself; null when it is on, or off with its upstream only. */
  readonly disabled: DisabledView | null;
}

export interface UpstreamView {
  readonly name: string;
  readonly title: string;
  readonly team: string | null;
  readonly adapter: string;
  /** Null when it is on. */
  readonly disabled: DisabledView | null;
  readonly cards: readonly CardView[];
  readonly inFlight: number;
  readonly queued: number;
  readonly breaker: Omit<BreakerView, 'sinceMs'> & {
    readonly forMs: number;
    /** Newest first. */
    readonly transitions: readonly RecentTransition[];
  };
  /** Of recent calls; null before the first. */
  readonly latency: RecentLatency | null;
  /** Newest first. */
  readonly recentFailures: readonly RecentFailure[];
}

/** Each upstream with its health and what went wrong last: for `invalid_card` the JSON pointer and the rule. */
export function viewUpstreams(gateway: Gateway): UpstreamView[] {
  return gateway.upstreams.map((upstream) => viewUpstream(upstream, gateway));
}

function viewUpstream(upstream: Upstream, gateway: Gateway): UpstreamView {
  const { name, definition, inFlight, queued } = upstream;
  const { sinceMs, ...breaker } = upstream.breaker.view();
  return {
    name,
    title: definition.title ?? name,
    team: definition.team ?? null,
    adapter: definition.adapter,
    disabled: disabledView({ kind: 'upstream', name }, gateway),
    cards: Object.entries(definition.cards).map(([card, { retired }]) => ({
      card,
      isRetired: retired,
      disabled: disabledView({ kind: 'card', name: card }, gateway),
    })),
    inFlight,
    queued,
    breaker: {
      ...breaker,
      forMs: Math.round(gateway.clock.now() - sinceMs),
      transitions: gateway.upstreamHistory.transitionsOf(name),
    },
    latency: gateway.upstreamHistory.latencyOf(name),
    recentFailures: gateway.recentFailures.of(name),
  };
}

function disabledView(target: SwitchTarget, gateway: Gateway): DisabledView | null {
  const disabled = gateway.switches.find(target);
  return disabled && viewDisabled(disabled, gateway);
}

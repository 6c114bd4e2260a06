import type { AuthFailure } from '../authenticate/authenticator.ts';
import type { ConfigProblem } from '../config/problem.ts';
import type { Failure, Outcome, RefusalWords } from '../outcome.ts';

/** What the cache can have for a key, in the words of metrics and traces. */
export const cacheResults = {
  hit: 'hit',
  stale: 'stale',
  join: 'coalesced', // joined a fetch under way
  cooling: 'cooling_down', // it failed a moment ago
  lead: 'miss',
} as const;

/** How one key of an answer ended. */
export interface CardReport {
  readonly key: string;
  /** null when no upstream registers the key. */
  readonly upstream: string | null;
  readonly outcome: Outcome;
  /** What the cache had; null for keys that are not looked up. */
  readonly claim: keyof typeof cacheResults | null;
  /** Whether it was taken for a manual reload. */
  readonly isReload: boolean;
  /** How long the answer waited for the fetch, from the arrival of the request; 0 when it waited for none. */
  readonly waitedMs: number;
  /** Of the copy that was answered; null when it is no copy. */
  readonly ageMs: number | null;
  readonly failure: Failure | null;
}

export interface Answered {
  /** Null when whoever asked gave it none. */
  readonly requestId: string | null;
  /** Of the trace that it is in, if any. */
  readonly traceId?: string | undefined;
  /** Of the credential that matched. */
  readonly credentialId: string;
  readonly workspaceId: string | null;
  /** What notice cards show, so that a person can find this event in the log. */
  readonly ref: string;
  readonly durationMs: number;
  /** The part of it that was spent waiting for upstreams. */
  readonly waitedMs: number;
  readonly cards: readonly CardReport[];
}

/** What a proof of who is asking came to. */
export interface Authenticated {
  /** Of each secret that matched; none after a failure. */
  readonly secretIds: readonly string[];
  readonly failure: AuthFailure | null;
}

/** Something began, or ended. */
export interface LoadChanged {
  readonly what: 'requests' | 'coalesced_waiters';
  readonly by: number;
}

export interface Called {
  readonly upstream: string;
  /** The keys that the call was for. */
  readonly cards: readonly string[];
  readonly durationMs: number;
  readonly failure: Failure | null;
}

export interface Attempted {
  readonly upstream: string;
  readonly failure: Failure | null;
}

/** Where the time of a call goes, one after the other: `queue` once a call, the others once an HTTP request. */
export const callPhases = ['queue', 'connect', 'first_byte', 'body'] as const;
export type CallPhase = (typeof callPhases)[number];

export interface PhaseEnded {
  readonly upstream: string;
  readonly phase: CallPhase;
  readonly durationMs: number;
}

export interface Retried {
  readonly upstream: string;
  /** Of the attempt that is repeated. */
  readonly failure: Failure;
}

/** The states of a circuit breaker, and what leads to each. */
export const breakerTransitions = {
  closed: ['trial_succeeded'],
  open: ['consecutive_failures', 'failure_rate', 'slow_calls', 'trial_failed'],
  half_open: ['open_time_over'],
} as const;
export type BreakerState = keyof typeof breakerTransitions;

export interface BreakerChanged {
  readonly upstream: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly cause: (typeof breakerTransitions)[BreakerState][number];
}

/** What operators can switch off: one card, or an upstream with all of its cards. */
export interface SwitchTarget {
  readonly kind: 'card' | 'upstream';
  readonly name: string;
}

export interface DisabledEvent extends SwitchTarget {
  readonly forSeconds: number;
  /** An operator's words. */
  readonly reason: string | null;
}

export interface EnabledEvent extends SwitchTarget {
  readonly cause: 'operator' | 'expired';
}

/** A mistake of a configuration: at its place in a file, or of what can't be put into use. */
export type ReloadProblem = Pick<ConfigProblem, 'message'> & Partial<ConfigProblem>;

export interface Reloaded {
  /** False when the old configuration stays, because the new one is wrong. */
  readonly isSuccessful: boolean;
  /** What is wrong with the new one. */
  readonly problems?: readonly ReloadProblem[];
}

/** One card of a call that went well otherwise. */
export interface CardFailed {
  readonly upstream: string;
  readonly card: string;
  readonly failure: Failure;
}

export interface Defect {
  /** The part of the gateway that threw. */
  readonly where: string;
  readonly error: unknown;
}

/** Why Plain got no cards. Which check failed is never part of what the client is told. */
export type Refused = RefusalWords & Pick<Answered, 'traceId'> & { readonly requestId: string };

/** A person with the admin token asked for cards of a customer. */
export interface LookedUp {
  /** Of the answer's own event; null where no cards were answered. */
  readonly requestId: string | null;
  /** Names the session; null for who sent the token itself. */
  readonly session: string | null;
  readonly address: string;
  /** Whom the proxy in front names; null without one. */
  readonly user: string | null;
  readonly cards: readonly string[];
}

/** What made room in the cache, or was never let in, or was purged. */
export interface Evicted {
  /** `capacity`: pushed out for lack of room. `expired`: as well, but past its TTL or without a card; or past every use. */
  readonly reason: 'capacity' | 'expired' | 'too_large' | 'purge';
  readonly cards: number;
}

/** What happens in the gateway, for metrics, logs and the admin view. Events carry no customer data and no secrets. */
export interface GatewayEvents {
  answered(event: Answered): void;
  refused(event: Refused): void;
  authenticated(event: Authenticated): void;
  loadChanged(event: LoadChanged): void;
  called(event: Called): void;
  attempted(event: Attempted): void;
  phaseEnded(event: PhaseEnded): void;
  retried(event: Retried): void;
  cardFailed(event: CardFailed): void;
  breakerChanged(event: BreakerChanged): void;
  disabled(event: DisabledEvent): void;
  enabled(event: EnabledEvent): void;
  reloaded(event: Reloaded): void;
  evicted(event: Evicted): void;
  lookedUp(event: LookedUp): void;
  /** The gateway is stopping. */
  draining(): void;
  defect(event: Defect): void;
}

type Listener = Partial<GatewayEvents>;
type Tell<Name extends keyof GatewayEvents> = (...event: Parameters<GatewayEvents[Name]>) => void;

/** Passes each event to all listeners, in order. Nobody's card fails for a log's sake: what a listener throws is dropped. */
export function fanOutEvents(listeners: readonly Listener[]): GatewayEvents {
  /** Who doesn't listen is found out once, not with each event. */
  function tellAll<Name extends keyof GatewayEvents>(name: Name): Tell<Name> {
    const tells = listeners.flatMap((listener) => {
      const tell = listener[name]?.bind(listener) as Tell<Name> | undefined;
      return tell === undefined ? [] : [tell];
    });
    return (...event) => {
      for (const tell of tells) {
        try {
          tell(...event);
        } catch {
          // There is nobody left to tell.
        }
      }
    };
  }

  return {
    answered: tellAll('answered'),
    refused: tellAll('refused'),
    authenticated: tellAll('authenticated'),
    loadChanged: tellAll('loadChanged'),
    called: tellAll('called'),
    attempted: tellAll('attempted'),
    phaseEnded: tellAll('phaseEnded'),
    retried: tellAll('retried'),
    disabled: tellAll('disabled'),
    enabled: tellAll('enabled'),
    reloaded: tellAll('reloaded'),
    cardFailed: tellAll('cardFailed'),
    breakerChanged: tellAll('breakerChanged'),
    evicted: tellAll('evicted'),
    lookedUp: tellAll('lookedUp'),
    draining: tellAll('draining'),
    defect: tellAll('defect'),
  };
}

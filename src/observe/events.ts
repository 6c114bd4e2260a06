import type { Failure, Outcome } from '../outcome.ts';

/** How one key of an answer ended. */
export interface CardReport {
  readonly key: string;
  /** null when no upstream registers the key. */
  readonly upstream: string | null;
  readonly outcome: Outcome;
  /** What the cache had; null for keys that are not looked up. */
  readonly claim: 'hit' | 'stale' | 'join' | 'lead' | 'cooling' | null;
  /** Whether it was taken for a manual reload. */
  readonly isReload: boolean;
  readonly failure: Failure | null;
}

export interface Answered {
  /** What notice cards show, so that a person can find this event in the log. */
  readonly ref: string;
  readonly durationMs: number;
  readonly cards: readonly CardReport[];
}

export interface Called {
  readonly upstream: string;
  /** The keys that the call was for. */
  readonly cards: readonly string[];
  readonly durationMs: number;
  readonly failure: Failure | null;
}

export interface Retried {
  readonly upstream: string;
  /** Of the attempt that is repeated. */
  readonly failure: Failure;
}

export interface BreakerChanged {
  readonly upstream: string;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
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

export interface Refused {
  /** `unauthorized`, `rate_limited`, `bad_request` … : why Plain got no cards. */
  readonly outcome: string;
  /** Which check failed; never part of what the client is told. */
  readonly cause: string;
}

/**
 * What happens in the gateway, for metrics, logs and the admin view. Events carry no customer data and no secrets;
 * listeners must not throw.
 */
export interface GatewayEvents {
  answered(event: Answered): void;
  refused(event: Refused): void;
  called(event: Called): void;
  retried(event: Retried): void;
  cardFailed(event: CardFailed): void;
  breakerChanged(event: BreakerChanged): void;
  evicted(): void;
  defect(event: Defect): void;
}

/** Passes each event to all listeners, in order. */
export function fanOutEvents(listeners: readonly Partial<GatewayEvents>[]): GatewayEvents {
  return {
    answered: (event) => listeners.forEach((listener) => listener.answered?.(event)),
    refused: (event) => listeners.forEach((listener) => listener.refused?.(event)),
    retried: (event) => listeners.forEach((listener) => listener.retried?.(event)),
    called: (event) => listeners.forEach((listener) => listener.called?.(event)),
    cardFailed: (event) => listeners.forEach((listener) => listener.cardFailed?.(event)),
    breakerChanged: (event) => listeners.forEach((listener) => listener.breakerChanged?.(event)),
    evicted: () => listeners.forEach((listener) => listener.evicted?.()),
    defect: (event) => listeners.forEach((listener) => listener.defect?.(event)),
  };
}

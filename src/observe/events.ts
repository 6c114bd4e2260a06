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
  /** How long the answer waited for the fetch, from the arrival of the request; 0 when it waited for none. */
  readonly waitedMs: number;
  readonly failure: Failure | null;
}

export interface Answered {
  /** Null when whoever asked gave it none. */
  readonly requestId: string | null;
  /** Of the credential that matched. */
  readonly credentialId: string;
  readonly workspaceId: string | null;
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

export interface Reloaded {
  /** False when the old configuration stays, because the new one is wrong. */
  readonly isSuccessful: boolean;
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
  readonly requestId: string;
  /** `unauthorized`, `rate_limited`, `bad_request` … : why Plain got no cards. */
  readonly outcome: string;
  /** Which check failed; never part of what the client is told. */
  readonly cause: string;
}

/** What happens in the gateway, for metrics, logs and the admin view. Events carry no customer data and no secrets. */
export interface GatewayEvents {
  answered(event: Answered): void;
  refused(event: Refused): void;
  called(event: Called): void;
  retried(event: Retried): void;
  cardFailed(event: CardFailed): void;
  breakerChanged(event: BreakerChanged): void;
  disabled(event: DisabledEvent): void;
  enabled(event: EnabledEvent): void;
  reloaded(event: Reloaded): void;
  evicted(): void;
  defect(event: Defect): void;
}

type Listener = Partial<GatewayEvents>;

/** Passes each event to all listeners, in order. Nobody's card fails for a log's sake: what a listener throws is dropped. */
export function fanOutEvents(listeners: readonly Listener[]): GatewayEvents {
  function tellAll(tell: (listener: Listener) => void): void {
    for (const listener of listeners) {
      try {
        tell(listener);
      } catch {
        // There is nobody left to tell.
      }
    }
  }

  return {
    answered: (event) => tellAll((listener) => listener.answered?.(event)),
    refused: (event) => tellAll((listener) => listener.refused?.(event)),
    called: (event) => tellAll((listener) => listener.called?.(event)),
    retried: (event) => tellAll((listener) => listener.retried?.(event)),
    disabled: (event) => tellAll((listener) => listener.disabled?.(event)),
    enabled: (event) => tellAll((listener) => listener.enabled?.(event)),
    reloaded: (event) => tellAll((listener) => listener.reloaded?.(event)),
    cardFailed: (event) => tellAll((listener) => listener.cardFailed?.(event)),
    breakerChanged: (event) => tellAll((listener) => listener.breakerChanged?.(event)),
    evicted: () => tellAll((listener) => listener.evicted?.()),
    defect: (event) => tellAll((listener) => listener.defect?.(event)),
  };
}

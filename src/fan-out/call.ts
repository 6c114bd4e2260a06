import type { Span } from '../observe/tracing/span.ts';
import type { Subject } from '../parse/customer.ts';
import { reasons } from '../outcome.ts';
import type { Failure } from '../outcome.ts';

/** One call to one upstream, for all the cards that are missing and send the same dimensions. */
export interface UpstreamRequest {
  /** Card keys as the gateway knows them, each once. */
  readonly keys: readonly string[];
  /** Exactly what may be sent: dimensions that the cards don't send are null. */
  readonly subject: Subject;
  /** `Plain-Workspace-Id`, or null when Plain sent none. */
  readonly workspaceId: string | null;
  /** When the call is aborted, on the monotonic clock. */
  readonly deadlineAt: number;
  /** A second attempt. It takes a new connection: the service may have closed all kept ones at once. */
  readonly isRetry?: true;
  /** Of the call; of an attempt, what its HTTP requests are part of. */
  readonly span?: Span | undefined;
}

/** A card as an adapter produced it: not validated yet. */
export type CardAnswer =
  | {
      readonly ok: true;
      readonly card: unknown;
      /** The card says in words that there is no data, and is believed no longer than "no data" itself. */
      readonly isNoData?: true;
    }
  | { readonly ok: false; readonly failure: Failure };

/** What a call brought: an answer by card key (a key may be missing), or one failure for all its keys. */
export type CallResult =
  | { readonly ok: true; readonly cards: ReadonlyMap<string, CardAnswer> }
  | { readonly ok: false; readonly failure: Failure };

/**
 * Calls an upstream. Expected failures are values; a rejection is a defect and is treated as `internal`.
 * When `signal` aborts, the call ends promptly with `abortFailure(signal)` and holds nothing any more.
 */
export type Call = (request: UpstreamRequest, signal: AbortSignal) => Promise<CallResult>;

/** Wraps a call with one concern. */
export type CallDecorator = (next: Call) => Call;

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** The failure of an aborted call: the signal's reason where that is one, else `timeout`. */
export function abortFailure(signal: AbortSignal): Failure {
  const reason: unknown = signal.reason;
  return isFailure(reason) ? reason : { reason: 'timeout' };
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'reason' in value &&
    reasons.some((reason) => reason === value.reason)
  );
}

import type { Span } from '../observe/tracing/span.ts';
import type { Failure } from '../outcome.ts';
import type { PlannedCard } from '../plan/plan.ts';
import { keyOf } from '../plan/slot.ts';
import type { Mark } from './purges.ts';
import type { Entry } from './record.ts';

/** What a fetch brought for one slot. */
export type Fetched =
  { readonly ok: true; readonly entry: Entry } | { readonly ok: false; readonly failure: Failure };

/** A fetch under way for one slot. It belongs to the process, not to the request that began it, and never rejects. */
export interface Flight {
  readonly planned: PlannedCard;
  /** Of its slot. */
  readonly key: string;
  /** In whole milliseconds, as V8 keeps small integers without an object of their own; not later than it was sent. */
  readonly sentAt: number;
  /** When it began, in the order of purges. */
  readonly mark: Mark;
  readonly landed: Promise<void>;
  /** Of the call that fetches it, where that has one; whoever begins the call says so. */
  span: Span | undefined;
  /** null while under way. */
  readonly fetched: Fetched | null;
  /** On the monotonic clock; null while under way. */
  readonly landedAt: number | null;
  /** Ends the flight, once: later calls change nothing. */
  land(fetched: Fetched, at: number): void;
}

export function createFlight(planned: PlannedCard, now: number, mark: Mark): Flight {
  const { promise, resolve } = Promise.withResolvers<void>();
  let fetched: Fetched | null = null;
  let landedAt: number | null = null;
  return {
    planned,
    key: keyOf(planned.slot),
    sentAt: Math.floor(now),
    mark,
    landed: promise,
    span: undefined,
    get fetched() {
      return fetched;
    },
    get landedAt() {
      return landedAt;
    },
    land(brought, at) {
      fetched ??= brought;
      landedAt ??= at;
      resolve();
    },
  };
}

/** Failures that cost nothing and say nothing about the service: the next request may try at once. */
export function isLocal({ reason }: Failure): boolean {
  return reason === 'breaker_open' || reason === 'limit' || reason === 'purged';
}

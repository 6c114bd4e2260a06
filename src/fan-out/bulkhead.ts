import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { CallDecorator } from './call.ts';
import { failed } from './call.ts';
import { createRate } from './rate.ts';

export interface BulkheadOptions {
  /** Calls at the same time. */
  readonly concurrency: number;
  /** Calls that may wait for a place. */
  readonly queue: number;
  /** Calls started in a second; undefined is no limit. */
  readonly requestsPerSecond: number | undefined;
  readonly clock: Clock;
  /** Told how long each call waited for its place, also when it got none. */
  readonly onWaited?: (durationMs: number) => void;
}

/** Bounds the calls of one upstream. */
export interface Bulkhead {
  readonly decorate: CallDecorator;
  /** Lets a tenth of the calls through, then twice as many after each that ended: for an upstream that has just come back. */
  restartGently(): void;
  readonly inFlight: number;
  readonly queued: number;
}

/** A call that gets a place later than this before its deadline could not be answered any more. */
const minAttemptMs = 50;

/** Refuses (`limit`) what finds no place and no room to wait. A place is given back when the call below has ended. */
export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const { clock, concurrency } = options;
  const rate = createRate(options.requestsPerSecond, clock);
  const waiting = new Set<() => void>();
  let inFlight = 0;
  let allowed = concurrency;
  let cancelWake = (): void => {};

  function enter(): boolean {
    if (inFlight >= allowed || !rate.take()) return false;
    inFlight += 1;
    return true;
  }

  function leave(): void {
    inFlight -= 1;
    allowed = Math.min(concurrency, allowed * 2);
    wake();
  }

  /** Lets those who wait try again, in the order they came. */
  function wake(): void {
    cancelWake();
    for (const attempt of waiting) attempt();
    if (waiting.size > 0 && inFlight < allowed) cancelWake = clock.after(rate.waitMs(), wake);
  }

  /** Resolves with true when the place is there, with false when the call was aborted first. */
  function queueUp(signal: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const done = (entered: boolean): void => {
      waiting.delete(attempt);
      signal.removeEventListener('abort', giveUp);
      resolve(entered);
    };
    const attempt = (): void => {
      if (enter()) done(true);
    };
    const giveUp = (): void => done(false);
    signal.addEventListener('abort', giveUp);
    waiting.add(attempt);
    wake();
    return promise;
  }

  async function queueFor(signal: AbortSignal): Promise<Failure | null> {
    if (waiting.size >= options.queue) return full;
    return (await queueUp(signal)) ? null : tooLate;
  }

  return {
    decorate: (next) => async (request, signal) => {
      // Without a detour through the queue, a call begins in the same turn as its request.
      const startedAt = clock.now();
      const refusal = waiting.size === 0 && enter() ? null : await queueFor(signal);
      const endedAt = clock.now();
      options.onWaited?.(endedAt - startedAt);
      request.span?.phase('queue', startedAt, endedAt);
      if (refusal !== null) return failed(refusal);
      try {
        if (clock.now() + minAttemptMs > request.deadlineAt) return failed(tooLate);
        return await next(request, signal);
      } finally {
        leave();
      }
    },
    restartGently() {
      allowed = Math.max(1, Math.floor(concurrency / 10));
    },
    get inFlight() {
      return inFlight;
    },
    get queued() {
      return waiting.size;
    },
  };
}

const full: Failure = {
  reason: 'limit',
  detail: 'as many calls as allowed are under way and waiting',
};
const tooLate: Failure = { reason: 'limit', detail: 'no place came free in time' };

import type { CallDecorator } from './call.ts';
import { failed } from './call.ts';

/** How many calls of an upstream really run, seen from outside. */
export interface Bulkhead {
  readonly decorate: CallDecorator;
  readonly inFlight: number;
}

/**
 * Refuses a call (`limit`) while `concurrency` calls run. A permit is given back when the call has really ended,
 * not when its caller stopped waiting: an upstream that ignores aborts can't pile up calls.
 */
export function createBulkhead(concurrency: number): Bulkhead {
  let inFlight = 0;
  return {
    decorate: (next) => async (request, signal) => {
      if (inFlight >= concurrency) {
        return failed({ reason: 'limit', detail: `${concurrency} calls are under way already` });
      }
      inFlight += 1;
      try {
        return await next(request, signal);
      } finally {
        inFlight -= 1;
      }
    },
    get inFlight() {
      return inFlight;
    },
  };
}

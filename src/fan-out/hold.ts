import type { Clock } from '../clock.ts';
import type { CallDecorator } from './call.ts';
import { failed } from './call.ts';

const minHoldMs = 1_000;
const maxHoldMs = 60_000;

/** Leaves an upstream alone for as long as its `Retry-After` asks: at least 1 s, also for a 429 without one, at most 60 s. */
export function withHold(clock: Clock): CallDecorator {
  let heldUntil = Number.NEGATIVE_INFINITY;
  return (next) => async (request, signal) => {
    const leftMs = heldUntil - clock.now();
    if (leftMs > 0) {
      return failed({
        reason: 'retry_after',
        detail: `asked to wait ${Math.ceil(leftMs)} ms more`,
      });
    }
    const result = await next(request, signal);
    if (!result.ok && result.failure.reason === 'retry_after') {
      const askedMs = result.failure.retryAfterMs ?? minHoldMs;
      heldUntil = Math.max(
        heldUntil,
        clock.now() + Math.min(Math.max(askedMs, minHoldMs), maxHoldMs),
      );
    }
    return result;
  };
}

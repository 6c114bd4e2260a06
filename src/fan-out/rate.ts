import type { Clock } from '../clock.ts';

/** A token bucket that holds one second's worth. */
export interface Rate {
  take(): boolean;
  /** Until the next token is there. */
  waitMs(): number;
}

/** Without a limit there is always a token. */
export function createRate(perSecond: number | undefined, clock: Pick<Clock, 'now'>): Rate {
  return perSecond === undefined
    ? { take: () => true, waitMs: () => 0 }
    : createBucket(perSecond, clock);
}

function createBucket(perSecond: number, clock: Pick<Clock, 'now'>): Rate {
  const capacity = Math.max(1, perSecond);
  let tokens = capacity;
  let filledAt = clock.now();

  function fill(): void {
    const now = clock.now();
    tokens = Math.min(capacity, tokens + ((now - filledAt) / 1000) * perSecond);
    filledAt = now;
  }

  return {
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    waitMs() {
      fill();
      return Math.max(0, Math.ceil(((1 - tokens) / perSecond) * 1000));
    },
  };
}

import type { BreakerSettings } from '../config/schema.ts';

/** How long a breaker stays open. */
export interface OpenTimes {
  /** Milliseconds of the open period that begins now, after `closedForMs` in the closed state (0 after a failed trial). */
  next(closedForMs: number): number;
}

/** Jitter only shortens, so that `openMs` and `maxOpenMs` stay upper bounds. */
const jitterShare = 0.2;

/** Starts with `openMs` and doubles up to `maxOpenMs`; starts again after a closed period of `windowMs` or longer. */
export function createOpenTimes(
  settings: Pick<BreakerSettings, 'openMs' | 'maxOpenMs' | 'windowMs'>,
  random: () => number,
): OpenTimes {
  let openings = 0;
  return {
    next(closedForMs) {
      if (closedForMs >= settings.windowMs) openings = 0;
      const fullMs = Math.min(settings.openMs * 2 ** openings, settings.maxOpenMs);
      openings += 1;
      return fullMs * (1 - jitterShare * random());
    },
  };
}

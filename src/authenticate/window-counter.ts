import type { Clock } from '../clock.ts';

export interface Count {
  /** Hits in the window, with this one. */
  readonly current: number;
  /** Milliseconds until the window ends, above 0. */
  readonly ttl: number;
}

export interface WindowCounter {
  /** Counts one hit in the key's window, which starts with its first hit and lasts `windowMs`. */
  hit(key: string, windowMs: number): Count;
  /** Forgets the keys whose windows have ended, one with each step. */
  sweep(): Iterable<void>;
}

/** Fixed windows on monotonic time. Holds at most `maxKeys` keys; beyond that the window that began first is forgotten. */
export function createWindowCounter(clock: Clock, maxKeys: number): WindowCounter {
  const windows = new Map<string, { readonly endsAt: number; current: number }>();

  function open(key: string, endsAt: number) {
    const window = { endsAt, current: 0 };
    windows.delete(key);
    windows.set(key, window);
    for (const oldest of windows.keys()) {
      if (windows.size <= maxKeys) break;
      windows.delete(oldest);
    }
    return window;
  }

  return {
    hit(key, windowMs) {
      const now = clock.now();
      const known = windows.get(key);
      const isRunning = known !== undefined && now < known.endsAt;
      const window = isRunning ? known : open(key, now + windowMs);
      window.current += 1;
      return { current: window.current, ttl: window.endsAt - now };
    },
    *sweep() {
      for (const [key, { endsAt }] of windows) {
        if (clock.now() >= endsAt) windows.delete(key);
        yield;
      }
    },
  };
}

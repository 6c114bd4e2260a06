import type { Clock } from '../../clock.ts';

/** Ids that look-ups have found, for a while. Bounded: the oldest make room. */
export interface KeptIds {
  get(key: string): string | null;
  set(key: string, id: string): void;
  /** Forgets the id, where it is still this one. */
  delete(key: string, id: string): void;
  clear(): void;
  /** Forgets the ids whose time is over, one with each step. */
  sweep(): Iterable<void>;
}

const maxIds = 5_000;

export function createKeptIds(ttlMs: number, clock: Pick<Clock, 'now'>): KeptIds {
  const kept = new Map<string, { readonly id: string; readonly until: number }>();
  return {
    get(key) {
      const found = kept.get(key);
      return found !== undefined && clock.now() < found.until ? found.id : null;
    },
    set(key, id) {
      if (ttlMs === 0) return;
      // Behind all others, whenever it was there before.
      kept.delete(key);
      kept.set(key, { id, until: clock.now() + ttlMs });
      const [oldest] = kept.keys();
      if (kept.size > maxIds && oldest !== undefined) kept.delete(oldest);
    },
    delete(key, id) {
      if (kept.get(key)?.id === id) kept.delete(key);
    },
    clear: () => kept.clear(),
    *sweep() {
      for (const [key, { until }] of kept) {
        if (clock.now() >= until) kept.delete(key);
        yield;
      }
    },
  };
}

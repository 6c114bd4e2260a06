import type { BreakerSettings } from '../config/schema.ts';

/** Why a closed breaker opens. */
export type TripCause = 'consecutive_failures' | 'failure_rate' | 'slow_calls';

type WindowSettings = Pick<
  BreakerSettings,
  'consecutiveFailures' | 'failureRate' | 'minimumCalls' | 'slowCallRate' | 'windowMs'
>;

/** The completed calls of one closed period. */
export interface BreakerWindow {
  /** Counts a call that completed at `nowMs` and says whether the breaker must open now. */
  add(nowMs: number, failed: boolean, slow: boolean): TripCause | null;
  /** Failures since the last success, however long ago: a handful of calls an hour must be able to open the breaker. */
  consecutiveFailures(): number;
}

interface Bucket {
  readonly index: number;
  calls: number;
  failures: number;
  slow: number;
}

const bucketCount = 10;

/**
 * Counts in ten buckets, so that memory is constant: the rates look back between 90 % and 100 % of `windowMs`.
 * A failure that was also slow counts for both rates.
 */
export function createBreakerWindow(settings: WindowSettings): BreakerWindow {
  const bucketMs = settings.windowMs / bucketCount;
  let buckets: Bucket[] = [];
  let failuresInRow = 0;

  function bucketAt(nowMs: number): Bucket {
    const index = Math.floor(nowMs / bucketMs);
    const last = buckets.at(-1);
    if (last?.index === index) return last;
    const bucket = { index, calls: 0, failures: 0, slow: 0 };
    buckets = buckets.filter((other) => other.index > index - bucketCount);
    buckets.push(bucket);
    return bucket;
  }

  function tripCause(): TripCause | null {
    if (failuresInRow >= settings.consecutiveFailures) return 'consecutive_failures';
    const calls = sum(buckets, 'calls');
    if (calls < settings.minimumCalls) return null;
    if (sum(buckets, 'failures') / calls >= settings.failureRate) return 'failure_rate';
    if (sum(buckets, 'slow') / calls >= settings.slowCallRate) return 'slow_calls';
    return null;
  }

  return {
    add(nowMs, failed, slow) {
      const bucket = bucketAt(nowMs);
      bucket.calls += 1;
      if (failed) bucket.failures += 1;
      if (slow) bucket.slow += 1;
      failuresInRow = failed ? failuresInRow + 1 : 0;
      return tripCause();
    },
    consecutiveFailures: () => failuresInRow,
  };
}

function sum(buckets: readonly Bucket[], field: 'calls' | 'failures' | 'slow'): number {
  return buckets.reduce((total, bucket) => total + bucket[field], 0);
}

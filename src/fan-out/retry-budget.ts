import type { Clock } from '../clock.ts';

/** Bounds what retries add to an upstream's load. */
export interface RetryBudget {
  countCall(): void;
  /** Takes one retry out of the budget; false when there is none left. */
  take(): boolean;
  /** Retries that could be taken now. */
  left(): number;
  /** The same as a share of what the budget is at this traffic. */
  leftShare(): number;
}

const windowMs = 60_000;
const bucketCount = 6;
const share = 0.1;
/** So many retries in the window are always allowed, or a handful of calls a minute would never be retried. */
const floor = 10;

interface Bucket {
  readonly index: number;
  calls: number;
  retries: number;
}

/** At most 10 % more attempts than calls over the last minute, with a floor for low traffic. */
export function createRetryBudget(clock: Pick<Clock, 'now'>): RetryBudget {
  let buckets: Bucket[] = [];

  function current(): Bucket {
    const index = Math.floor(clock.now() / (windowMs / bucketCount));
    const last = buckets.at(-1);
    if (last?.index === index) return last;
    const bucket = { index, calls: 0, retries: 0 };
    buckets = [...buckets.filter((other) => other.index > index - bucketCount), bucket];
    return bucket;
  }

  function sum(field: 'calls' | 'retries'): number {
    current();
    return buckets.reduce((total, bucket) => total + bucket[field], 0);
  }

  function size(): number {
    return Math.floor(Math.max(floor, sum('calls') * share));
  }

  function left(): number {
    return size() - sum('retries');
  }

  return {
    countCall: () => void (current().calls += 1),
    take() {
      if (left() < 1) return false;
      current().retries += 1;
      return true;
    },
    left,
    leftShare: () => Math.max(0, left() / size()),
  };
}

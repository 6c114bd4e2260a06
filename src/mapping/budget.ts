import type { Clock } from '../clock.ts';

/** What all expressions of one card may use together. */
export interface BudgetLimits {
  /** Evaluated parts of expressions, and calls of functions. */
  readonly steps: number;
  /** Running time. While other cards are evaluated, or other requests served, it doesn't count. */
  readonly timeMs: number;
  /** Of one list or object. */
  readonly entries: number;
  /** Of one value, as text; of values inside values each time they occur. */
  readonly valueSize: number;
  /** Of all values that were made. */
  readonly totalSize: number;
}

/** No step takes longer by itself: what seems to, was the machine doing something else, and isn't charged. */
const longestStepMs = 25;

export const cardLimits: BudgetLimits = {
  steps: 100_000,
  timeMs: 50,
  entries: 5000,
  valueSize: 1_000_000,
  totalSize: 8_000_000,
};

/** Ends an evaluation. The message names the bound, never the data. */
export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

/** The work that one card may cost. What was used is never given back. */
export interface Budget {
  readonly clock: Clock;
  readonly limits: BudgetLimits;
  /** Takes off one step, and the time since the last; throws `BudgetError` when nothing is left. */
  step(): void;
  /** Takes off the size of something new. */
  make(size: number): void;
  /** Sizes of lists and objects that were weighed. */
  readonly weights: WeakMap<object, number>;
  /** Time counts from here on. */
  resume(): void;
  /** Time no longer counts. */
  pause(): void;
}

interface BudgetOptions {
  readonly clock: Clock;
  readonly limits?: BudgetLimits;
}

/** One for each evaluation of a card. */
export function createBudget({ clock, limits = cardLimits }: BudgetOptions): Budget {
  const used = { steps: 0, timeMs: 0, size: 0 };
  let since: number | undefined;

  function spendTime(): void {
    if (since === undefined) return;
    const now = clock.now();
    used.timeMs += Math.min(now - since, longestStepMs);
    since = now;
  }

  return {
    clock,
    limits,
    weights: new WeakMap(),
    step() {
      used.steps += 1;
      spendTime();
      if (used.steps > limits.steps) throw new BudgetError(`took more than ${limits.steps} steps`);
      if (used.timeMs > limits.timeMs) throw new BudgetError(`took more than ${limits.timeMs} ms`);
    },
    make(size) {
      used.size += size;
      if (used.size > limits.totalSize)
        throw new BudgetError('made too much text and too many lists');
    },
    resume() {
      since = clock.now();
    },
    pause() {
      spendTime();
      since = undefined;
    },
  };
}

import type { Clock } from '../clock.ts';

/** What all expressions of one card may use together. */
export interface BudgetLimits {
  /** Evaluated parts of expressions, calls of functions included. */
  readonly steps: number;
  /** Running time; time in which other cards are evaluated doesn't count. */
  readonly timeMs: number;
}

const cardLimits: BudgetLimits = { steps: 100_000, timeMs: 50 };

/** The work that one card may cost. State: each use is taken off for good. */
export interface Budget {
  readonly clock: Clock;
  /** Takes off one step; throws `BudgetError` when nothing is left. */
  step(): void;
}

export class BudgetError extends Error {
  override readonly name = 'BudgetError';
}

interface BudgetOptions {
  readonly clock: Clock;
  readonly limits?: BudgetLimits;
}

/** One for each evaluation of a card. */
export function createBudget({ clock, limits = cardLimits }: BudgetOptions): Budget {
  const endsAtMs = clock.now() + limits.timeMs;
  let steps = 0;
  return {
    clock,
    step() {
      steps += 1;
      if (steps > limits.steps) throw new BudgetError(`more than ${limits.steps} steps`);
      if (clock.now() > endsAtMs) throw new BudgetError(`more than ${limits.timeMs} ms`);
    },
  };
}

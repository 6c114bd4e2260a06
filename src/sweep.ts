import type { Clock } from './clock.ts';

/** Removes what is past its use, a little with each step. */
export type Sweep = () => Iterable<void>;

export const sweepEveryMs = 60_000;
/** Of a thousand steps none waits for more than a millisecond or so. */
const stepsPerTurn = 1_000;
const pauseMs = 10;

/**
 * Sweeps once a minute, in turns between which others get on; the process doesn't run on for it. The returned function
 * ends it.
 */
export function sweepRegularly(clock: Pick<Clock, 'after'>, sweep: Sweep): () => void {
  let cancel = wait(sweepEveryMs, begin);

  function wait(delayMs: number, then: () => void): () => void {
    return clock.after(delayMs, then, { keepsProcess: false });
  }

  function begin(): void {
    goOn(sweep()[Symbol.iterator]());
  }

  function goOn(steps: Iterator<void>): void {
    for (let taken = 0; taken < stepsPerTurn; taken += 1) {
      if (steps.next().done === true) {
        cancel = wait(sweepEveryMs, begin);
        return;
      }
    }
    cancel = wait(pauseMs, () => goOn(steps));
  }

  return () => cancel();
}

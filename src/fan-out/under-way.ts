import type { Failure } from '../outcome.ts';

/** Work under way, which can be ended all together. */
export interface UnderWay {
  /** Begins work with a signal of its own, and ends as that ends: promptly, when the signal aborts. */
  run<T>(begin: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts all that is under way, and at once what begins later. */
  abort(reason: Failure): void;
  /** Resolves when all that is under way now has ended, well or not. */
  ended(): Promise<void>;
}

interface Work {
  readonly controller: AbortController;
  readonly result: Promise<unknown>;
  place: number;
}

/**
 * A list, not a set, and not listeners of one signal: the tables of the one and the listeners of the other lead from what is
 * gone to what came while it was there, and so on. Once one of them is old, all of them stay until the next full collection
 * of garbage, and pauses are half as long again (at 500 requests a second).
 */
export function createUnderWay(): UnderWay {
  const all: Work[] = [];
  let refusal: Failure | undefined;

  /** The last one takes its place. */
  function remove(work: Work): void {
    const last = all.pop();
    if (last === undefined || last === work) return;
    all[work.place] = last;
    last.place = work.place;
  }

  return {
    run(begin) {
      const controller = new AbortController();
      if (refusal !== undefined) controller.abort(refusal);
      const result = begin(controller.signal);
      const work = { controller, result, place: all.length };
      all.push(work);
      return result.finally(() => remove(work));
    },
    abort(reason) {
      refusal = reason;
      for (const { controller } of all) controller.abort(reason);
    },
    async ended() {
      await Promise.allSettled(all.map(({ result }) => result));
    },
  };
}

import type { Failure } from '../outcome.ts';
import { whenAborted } from './aborted.ts';
import { abortFailure, failed } from './call.ts';

type Failed = { readonly ok: false; readonly failure: Failure };

/** Work that several calls need at the same time, done once. */
export interface Shared<T> {
  /**
   * Joins the work under way for the key, or begins it. It goes on while anyone waits for it, and is aborted when the
   * last one leaves; whoever's own signal aborts leaves at once.
   */
  join(
    key: string,
    begin: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T | Failed>;
  /** From now on nobody joins what is under way. */
  forget(): void;
}

interface Work<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export function createShared<T>(): Shared<T> {
  const underWay = new Map<string, Work<T>>();

  function start(key: string, begin: (signal: AbortSignal) => Promise<T>): Work<T> {
    const controller = new AbortController();
    const work = { result: begin(controller.signal), controller, waiting: 0 };
    underWay.set(key, work);
    const end = (): void => remove(key, work);
    // Both ways, so that a defect which nobody waits for any more is no unhandled rejection.
    work.result.then(end, end);
    return work;
  }

  function remove(key: string, work: Work<T>): void {
    if (underWay.get(key) === work) underWay.delete(key);
  }

  function leave(key: string, work: Work<T>): void {
    work.waiting -= 1;
    if (work.waiting > 0) return;
    remove(key, work);
    work.controller.abort();
  }

  return {
    async join(key, begin, signal) {
      if (signal.aborted) return failed(abortFailure(signal));
      const aborted = whenAborted(signal);
      const work = underWay.get(key) ?? start(key, begin);
      work.waiting += 1;
      try {
        return await Promise.race([work.result, aborted.failure.then(failed)]);
      } finally {
        aborted.release();
        leave(key, work);
      }
    },
    forget: () => underWay.clear(),
  };
}

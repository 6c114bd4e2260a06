import type { Failure } from '../outcome.ts';
import { abortFailure } from './call.ts';

/** The abort of a signal that outlives whoever waits for it. */
export interface Abort {
  /** Resolves, with the reason, when the signal aborts, or when it has. */
  readonly failure: Promise<Failure>;
  /** To be called when nobody waits any more: a signal remembers its listeners. */
  release(): void;
}

export function whenAborted(signal: AbortSignal): Abort {
  const { promise, resolve } = Promise.withResolvers<Failure>();
  const onAbort = (): void => resolve(abortFailure(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  return { failure: promise, release: () => signal.removeEventListener('abort', onAbort) };
}

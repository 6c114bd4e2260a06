import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { CallDecorator } from './call.ts';

/**
 * Gives a call `timeoutMs` for everything below: queueing, retries and attempts. Then it is aborted with `timeout`.
 * What runs below ends promptly when it is aborted; that is the contract of a `Call`.
 */
export function withTimeout(timeoutMs: number, clock: Clock): CallDecorator {
  const failure: Failure = { reason: 'timeout', detail: `no answer within ${timeoutMs} ms` };
  return (next) => async (request, signal) => {
    const controller = new AbortController();
    const abort = (): void => controller.abort(signal.reason);
    const cancel = clock.after(timeoutMs, () => controller.abort(failure));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    try {
      return await next({ ...request, deadlineAt: clock.now() + timeoutMs }, controller.signal);
    } finally {
      cancel();
      signal.removeEventListener('abort', abort);
    }
  };
}

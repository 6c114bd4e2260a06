import type { Clock } from '../clock.ts';
import type { Failure } from '../outcome.ts';
import type { CallDecorator, CallResult } from './call.ts';
import { failed } from './call.ts';

/**
 * Ends a call after `timeoutMs` with `timeout`, and aborts what runs below it. The result is there in time even when
 * the call below ignores the abort.
 */
export function withTimeout(timeoutMs: number, clock: Clock): CallDecorator {
  const failure: Failure = { reason: 'timeout', detail: `no answer within ${timeoutMs} ms` };
  return (next) => (request, signal) => {
    const controller = new AbortController();
    const { promise, resolve } = Promise.withResolvers<CallResult>();
    const abort = (): void => controller.abort(signal.reason);
    const cancel = clock.after(timeoutMs, () => {
      resolve(failed(failure));
      controller.abort(failure);
    });
    // Not AbortSignal.any: `signal` lives as long as the gateway, and would remember every call.
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    return Promise.race([next(request, controller.signal), promise]).finally(() => {
      cancel();
      signal.removeEventListener('abort', abort);
    });
  };
}

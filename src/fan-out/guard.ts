import type { CallDecorator } from './call.ts';
import { failed } from './call.ts';

/** Turns a rejection, which is a defect, into `internal`, and reports it. */
export function withGuard(onDefect: (error: unknown) => void): CallDecorator {
  return (next) => async (request, signal) => {
    try {
      return await next(request, signal);
    } catch (error) {
      onDefect(error);
      return failed({ reason: 'internal', detail: 'the adapter threw' });
    }
  };
}

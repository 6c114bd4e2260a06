import type { Call } from '../call.ts';
import { failed } from '../call.ts';

export function createJsonCall(): Call {
  return async () => failed({ reason: 'internal', detail: 'not built yet' });
}

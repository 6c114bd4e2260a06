import type { FunctionUpstreamConfig } from '../../config/function-upstream.ts';
import type { Call } from '../call.ts';
import { readCardList } from './card-list.ts';

/** Calls an async function of the embedding application. What it returns is read as strictly as what a service sends. */
export function createFunctionCall(config: FunctionUpstreamConfig): Call {
  return async ({ keys, subject, workspaceId }, signal) => {
    const answer = await config.fetch({ cardKeys: [...keys], ...subject, workspaceId }, { signal });
    return readCardList(answer, new Map(keys.map((key) => [key, key])));
  };
}

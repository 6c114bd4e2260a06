import type { FunctionUpstreamConfig } from '../../config/function-upstream.ts';
import { whenAborted } from '../aborted.ts';
import type { Call } from '../call.ts';
import { failed } from '../call.ts';
import { readCardList } from './card-list.ts';

/**
 * Calls an async function of the embedding application. What it returns is read as strictly as what a service sends.
 * An aborted call ends at once; a function that runs on regardless keeps its place, so that it can't pile up.
 */
export function createFunctionCall(config: FunctionUpstreamConfig): Call {
  const { concurrency } = config.limits;
  let running = 0;

  async function run(
    query: Parameters<typeof config.fetch>[0],
    signal: AbortSignal,
  ): Promise<unknown> {
    running += 1;
    try {
      return await config.fetch(query, { signal });
    } finally {
      running -= 1;
    }
  }

  return async ({ keys, subject, workspaceId }, signal) => {
    if (running >= concurrency) {
      return failed({
        reason: 'limit',
        detail: `${concurrency} calls run on although they were aborted`,
      });
    }
    // A copy: what a function does to its question must not change whom others are asked about, nor what is read here.
    const query = { cardKeys: [...keys], ...structuredClone(subject), workspaceId };
    const aborted = whenAborted(signal);
    const answered = run(query, signal).then((answer) =>
      readCardList(answer, new Map(keys.map((key) => [key, key]))),
    );
    return Promise.race([answered, aborted.failure.then(failed)]).finally(() => aborted.release());
  };
}

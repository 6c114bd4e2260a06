import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { secret } from './bench.ts';
import { cardsBody } from './raw-client.ts';

export interface LoadReply {
  /** null: no answer came. */
  readonly status: number | null;
  readonly body: string;
  readonly ms: number;
}

/** One request of a load, over a kept connection. */
export async function askOnce(
  url: string,
  agent: Agent,
  {
    id,
    keys = ['faulty'],
    authorization = secret,
  }: { id: string; keys?: readonly string[]; authorization?: string },
): Promise<LoadReply> {
  const { promise, resolve } = Promise.withResolvers<Omit<LoadReply, 'ms'>>();
  const lost = (): void => resolve({ status: null, body: '' });
  const startedAt = performance.now();
  const headers = { authorization, 'content-type': 'application/json' };
  request(`${url}/cards`, { method: 'POST', headers, agent }, (response) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), lost);
  })
    .on('error', lost)
    .end(cardsBody(id, keys));
  return { ...(await promise), ms: performance.now() - startedAt };
}

export interface Load {
  readonly replies: readonly LoadReply[];
  stop(): Promise<void>;
}

/** Asks on and on, `concurrency` at a time, until it is stopped or `isWelcome` says no. */
export function startLoad(
  url: string,
  options: {
    readonly concurrency: number;
    readonly one?: (index: number) => Parameters<typeof askOnce>[2];
    readonly isWelcome?: () => boolean;
  },
): Load {
  const {
    concurrency,
    one = (index) => ({ id: `c_${index % 50}` }),
    isWelcome = () => true,
  } = options;
  const agent = new Agent({ keepAlive: true });
  const replies: LoadReply[] = [];
  const ended = new AbortController();
  let next = 0;
  async function work(): Promise<void> {
    while (!ended.signal.aborted && isWelcome())
      replies.push(await askOnce(url, agent, one(next++)));
  }
  const working = Promise.all(Array.from({ length: concurrency }, work));
  return {
    replies,
    async stop() {
      ended.abort();
      await working;
      agent.destroy();
    },
  };
}

export function failedOf(replies: readonly LoadReply[]): number {
  return replies.filter(({ status }) => status !== 200).length;
}

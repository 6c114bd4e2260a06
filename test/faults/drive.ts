import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { allKeys, healthyKeys, secret } from './bench.ts';
import type { Bench } from './bench.ts';

export interface Load {
  readonly requests: number;
  readonly concurrency: number;
  /** Requests are begun at this pace at most; default: as fast as they are answered. */
  readonly perSecond?: number;
  /** Default: all cards. */
  readonly keys?: readonly string[];
  /** Of each request; default: one customer for each. */
  readonly customer?: (index: number) => number;
}

export interface Reply {
  readonly keys: readonly string[];
  readonly customerId: string;
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

export interface Driven {
  /** Of the requests for all cards. */
  readonly replies: readonly Reply[];
  /** Of requests for healthy cards alone, sent one by one beside the others. */
  readonly beside: readonly Reply[];
}

const besideEveryMs = 10;

/** Everything of a customer says so: nothing of it may be seen in a log. */
export function customerOf(index: number) {
  return { id: `c_SENSITIVE_${index}`, email: `sensitive-${index}@example.com`, externalId: null };
}

export async function drive(bench: Bench, load: Load): Promise<Driven> {
  const agent = new Agent({ keepAlive: true });
  const over = new AbortController();
  const asking = askBeside(bench, agent, over.signal);
  const replies = await askAll(bench, load, agent);
  over.abort();
  const beside = await asking;
  agent.destroy();
  return { replies, beside };
}

async function askBeside(bench: Bench, agent: Agent, over: AbortSignal): Promise<Reply[]> {
  const replies: Reply[] = [];
  while (!over.aborted) {
    replies.push(await ask(bench, healthyKeys, 1_000_000 + replies.length, agent));
    await pause(besideEveryMs);
  }
  return replies;
}

async function askAll(bench: Bench, load: Load, agent: Agent): Promise<Reply[]> {
  const { keys = allKeys, customer = (index) => index, perSecond = Infinity } = load;
  const replies: Reply[] = [];
  const startedAt = performance.now();
  let next = 0;
  async function work(): Promise<void> {
    while (next < load.requests) {
      const index = next++;
      const waitMs = startedAt + (index * 1_000) / perSecond - performance.now();
      if (waitMs > 1) await pause(waitMs);
      replies[index] = await ask(bench, keys, customer(index), agent);
    }
  }
  await Promise.all(Array.from({ length: load.concurrency }, work));
  return replies;
}

/** Asks for one customer's cards, over HTTP, as Plain does. */
export async function ask(
  { url }: Pick<Bench, 'url'>,
  keys: readonly string[],
  customer: number,
  agent?: Agent,
): Promise<Reply> {
  const { promise, resolve, reject } =
    Promise.withResolvers<Omit<Reply, 'ms' | 'keys' | 'customerId'>>();
  const about = customerOf(customer);
  const startedAt = performance.now();
  request(
    `${url}/cards`,
    {
      method: 'POST',
      headers: { authorization: secret, 'content-type': 'application/json' },
      ...(agent && { agent }),
    },
    (response) => {
      const status = response.statusCode ?? 0;
      text(response).then((body) => resolve({ status, body }), reject);
    },
  )
    .on('error', reject)
    .end(JSON.stringify({ cardKeys: keys, customer: about }));
  const reply = await promise;
  return { ...reply, keys, customerId: about.id, ms: performance.now() - startedAt };
}

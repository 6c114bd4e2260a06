import { pino } from 'pino';
import { createGateway } from '../../src/create-gateway.ts';
import { parseCardRequest } from '../../src/parse/card-request.ts';
import {
  cardsToken,
  fetchFrom,
  keysOf,
  questionOf,
  requestHeaders,
  signingSecret,
  usual,
} from './workload.ts';

/**
 * What the stages of a request for six cards from memory cost, one after the other and without HTTP. Prints a line of JSON.
 */
export interface StageCost {
  readonly stage: string;
  readonly microseconds: number;
}

const keys = keysOf(usual);
const gateway = createGateway(
  {
    auth: {
      headers: [{ name: 'authorization', value: cardsToken }],
      signing: { secrets: [signingSecret] },
    },
    rateLimit: { requestsPerMinute: 100_000_000 },
    upstreams: [
      {
        name: 'service',
        adapter: 'function',
        cards: Object.fromEntries(keys.map((key) => [key, {}])),
        limits: { concurrency: 1_000 },
        fetch: fetchFrom('latin'),
      },
    ],
  },
  { log: pino({ base: null }, { write() {} }) },
);

const asked = Array.from({ length: 1_000 }, (_, customer) => {
  const body = questionOf(customer, keys);
  const headers = Object.entries(requestHeaders(body));
  const parsed = parseCardRequest(Buffer.from(body));
  if (!parsed.ok) throw new Error(parsed.message);
  return {
    rawBody: Buffer.from(body),
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    request: parsed.request,
  };
});
const caller = { credentialId: 'bench', workspaceId: null, cards: null };

type Asked = (typeof asked)[number];

/** The best of several rounds, after two that only warm up. */
async function time(stage: string, act: (one: Asked) => unknown): Promise<StageCost> {
  const rounds: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const beganAt = performance.now();
    for (let count = 0; count < 10; count += 1) for (const one of asked) await act(one);
    rounds.push(performance.now() - beganAt);
  }
  return { stage, microseconds: Math.min(...rounds.slice(2)) / 10 };
}

const costs = [
  await time('authenticate', ({ headers, rawBody }) =>
    gateway.authenticator.authenticate(headers, rawBody),
  ),
  await time('parse', ({ rawBody }) => parseCardRequest(rawBody)),
  await time('plan, cache, merge, metrics, log', ({ request }) =>
    gateway.answer(request, caller, performance.now()),
  ),
];
await gateway.close();
process.stdout.write(`${JSON.stringify(costs)}\n`);

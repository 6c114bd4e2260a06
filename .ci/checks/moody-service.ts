import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

/** What a service answers with. */
export type Mood = keyof typeof moods;

interface Manner {
  readonly status: number;
  readonly text: string;
  readonly afterMs: number;
}

const well: Manner = { status: 200, text: 'All is well', afterMs: 0 };

const moods = {
  well,
  error: { ...well, status: 500 },
  /** Of our credentials. */
  refusal: { ...well, status: 401 },
  /** As with a URL that is wrong. */
  not_found: { ...well, status: 404 },
  /** About somebody else, to a GET. */
  wrong_customer: well,
  /** Cards that Plain would not take. */
  invalid_card: { ...well, text: '' },
  large: { ...well, text: 'x'.repeat(9_000) },
  slow: { ...well, afterMs: 1_200 },
} satisfies Record<string, Manner>;

export interface MoodyService {
  readonly url: string;
  mood: Mood;
  close(): void;
}

/** A service with a mood; it speaks Plain's protocol to a POST, and its own to a GET. */
export async function startMoodyService(): Promise<MoodyService> {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { mood } = service;
    const body = await answer(request, mood);
    await delay(moods[mood].afterMs);
    response.statusCode = moods[mood].status;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const service: MoodyService = {
    url: `http://127.0.0.1:${port}`,
    mood: 'well',
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return service;
}

async function answer(request: IncomingMessage, mood: Mood): Promise<object> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const asked = url.searchParams.get('customer');
  if (request.method === 'GET')
    return { customer: mood === 'wrong_customer' ? 'somebody else' : asked };
  const { cardKeys } = (await json(request)) as { cardKeys: string[] };
  const components = [{ componentText: { text: moods[mood].text } }];
  return { cards: cardKeys.map((key) => ({ key, components })) };
}

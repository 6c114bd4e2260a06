import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a service answers with: its cards, an error, a refusal of our credentials, somebody else's data. */
export type Mood = 'well' | 'error' | 'refusal' | 'wrong_customer';

export interface MoodyService {
  readonly url: string;
  mood: Mood;
  close(): void;
}

const statuses = { well: 200, error: 500, refusal: 401, wrong_customer: 200 } as const;

/** A service with a mood; it speaks Plain's protocol to a POST, and its own to a GET. */
export async function startMoodyService(): Promise<MoodyService> {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await answer(request, service.mood);
    response.statusCode = statuses[service.mood];
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
  if (request.method === 'GET') return { customer: mood === 'well' ? asked : 'somebody else' };
  const { cardKeys } = (await json(request)) as { cardKeys: string[] };
  const components = [{ componentText: { text: 'All is well' } }];
  return { cards: cardKeys.map((key) => ({ key, components })) };
}

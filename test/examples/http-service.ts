import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Test } from 'tap';

/** A request as a service reads it. */
export interface ServiceRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Parsed JSON; undefined when the body is something else. */
  readonly body: unknown;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpService {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ServiceRequest[];
}

/** A JSON service on a free port; closed when the test ends. */
export async function startHttpService(
  t: Test,
  answer: (request: ServiceRequest) => ServiceAnswer,
): Promise<HttpService> {
  const requests: ServiceRequest[] = [];
  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await read(incoming);
    requests.push(request);
    const { status, body, headers } = answer(request);
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
  }
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests };
}

async function read(incoming: IncomingMessage): Promise<ServiceRequest> {
  const { method = '', url: target = '', headers } = incoming;
  const [path = '', query = ''] = target.split('?');
  const body = await text(incoming);
  const isJson = headers['content-type'] === 'application/json';
  return {
    method,
    target,
    path,
    query: new URLSearchParams(query),
    headers,
    text: body,
    body: isJson ? (JSON.parse(body) as unknown) : undefined,
  };
}

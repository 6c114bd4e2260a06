import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { start } from './processes.ts';
import type { Run } from './processes.ts';

export interface GatewayProcess extends Run {
  readonly url: string;
  readonly adminUrl: string;
}

/** The gateway of this checkout on a configuration directory; resolves when it listens. */
export async function startGateway(
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const gateway = start(process.execPath, ['src/main.ts', '--config', directory], { env });
  const [, url = '', adminUrl = ''] = await gateway.find(
    /"url":"([^"]+)","admin":"([^"]+)","msg":"listening"/,
  );
  return { ...gateway, url, adminUrl };
}

export interface Service {
  readonly origin: string;
  /** Requests so far. */
  readonly requests: number;
  close(): void;
}

interface Question {
  readonly cardKeys: readonly string[];
  readonly customer: { readonly id: string };
}

const longTexts = Array.from({ length: 6 }, () => 'x'.repeat(9_000));

/** A service that speaks Plain's protocol: each card says whose it is; those of `c_long` in 54 KB. */
export async function startService(): Promise<Service> {
  let requests = 0;
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const { cardKeys, customer } = (await json(request)) as Question;
    const texts = customer.id === 'c_long' ? longTexts : [customer.id];
    const components = texts.map((text) => ({ componentText: { text } }));
    const cards = cardKeys.map((key) => ({ key, components }));
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ cards }));
  }
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { httpAnswer } from '../fixtures/raw-server.ts';

/** What a service was asked. */
export interface Asked {
  /** Path and query, as sent. */
  readonly target: string;
  readonly cardKeys: readonly string[];
  readonly customerId: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly socket: Socket;
  /** Of this request among all, from 0. */
  readonly index: number;
  /** Of this request on its connection, from 0. */
  readonly nth: number;
}

/** Answers, or does not, with whatever bytes. */
export type Respond = (asked: Asked) => void;

/** A service on a socket of its own: nothing between the row and the wire. */
export interface FaultyServer {
  readonly origin: string;
  /** Whole requests so far. */
  readonly requests: number;
  /** Connections so far. */
  readonly accepted: number;
  /** Bytes of the application that arrived. */
  readonly received: number;
  readonly open: number;
  /** The most connections that were open at the same time. */
  readonly peak: number;
  /** From now on requests are answered like this. */
  become(respond: Respond): void;
  /** Resolves with how many connections the other side left open, at the latest after `withinMs`. */
  leftOpen(withinMs: number): Promise<number>;
  close(): void;
}

export async function startFaultyServer(respond: Respond, tls?: TlsOptions): Promise<FaultyServer> {
  const open = new Set<Socket>();
  let current = respond;
  let [requests, accepted, received, peak] = [0, 0, 0, 0];

  function serve(socket: Socket): void {
    let nth = 0;
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => (received += chunk.length));
    readRequests(socket, (target, headers, body) => {
      const { cardKeys, customer } = JSON.parse(body || '{"cardKeys":[],"customer":{}}') as {
        cardKeys: string[];
        customer: { id: string };
      };
      const about = { target, cardKeys, customerId: customer.id, headers };
      current({ ...about, socket, index: requests, nth });
      requests += 1;
      nth += 1;
    });
  }

  const server: Server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    open.add(socket);
    peak = Math.max(peak, open.size);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    get accepted() {
      return accepted;
    },
    get received() {
      return received;
    },
    get open() {
      return open.size;
    },
    get peak() {
      return peak;
    },
    become: (next) => void (current = next),
    async leftOpen(withinMs) {
      const timer = AbortSignal.timeout(withinMs);
      const closed = [...open].map((socket) => once(socket, 'close', { signal: timer }));
      await Promise.allSettled(closed);
      return open.size;
    },
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

function readRequests(
  socket: Socket,
  onRequest: (target: string, headers: ReadonlyMap<string, string>, body: string) => void,
): void {
  let buffered = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    buffered += chunk;
    for (;;) {
      const headEnd = buffered.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const [line = '', ...fields] = buffered.slice(0, headEnd).split('\r\n');
      const headers = new Map(fields.map(toHeader));
      const bodyEnd = headEnd + 4 + Number(headers.get('content-length') ?? 0);
      if (buffered.length < bodyEnd) return;
      const body = buffered.slice(headEnd + 4, bodyEnd);
      buffered = buffered.slice(bodyEnd);
      onRequest(line.split(' ')[1] ?? '', headers, body);
    }
  });
}

function toHeader(field: string): [string, string] {
  const colon = field.indexOf(':');
  return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
}

/** Every card asked for, with the customer's id as its text: whose card it is can be seen from outside. */
export function goodBody({ cardKeys, customerId }: Pick<Asked, 'cardKeys' | 'customerId'>): string {
  const components = [{ componentText: { text: customerId } }];
  const cards = cardKeys.map((key) => ({ key, timeToLiveSeconds: 300, components }));
  return JSON.stringify({ cards });
}

export const answerWell: Respond = (asked) => {
  asked.socket.write(httpAnswer(goodBody(asked)));
};

export const neverAnswer: Respond = () => {};

/** Cards of 59 KB, with nothing of the customer in them. */
export const answerMuch: Respond = ({ cardKeys, socket }) => {
  const components = Array.from({ length: 12 }, () => ({
    componentText: { text: 'x'.repeat(4_900) },
  }));
  socket.write(httpAnswer(JSON.stringify({ cards: cardKeys.map((key) => ({ key, components })) })));
};

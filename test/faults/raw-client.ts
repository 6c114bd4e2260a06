import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { secret } from './bench.ts';

/** A client that says exactly what it is told to. */
export interface RawClient {
  readonly socket: Socket;
  readonly port: number;
  /** All that came back so far. */
  readonly received: string;
  readonly isClosed: boolean;
  /** Resolves when the other side has closed, or after `withinMs`. */
  closed(withinMs: number): Promise<boolean>;
}

/** Connections of these clients that the server's side still holds: what it has closed may be read for a long time yet. */
export function heldByServer(clients: readonly RawClient[], url: string): number {
  const open = new Set(
    readFileSync('/proc/net/tcp', 'latin1')
      .split('\n')
      .map((line) => line.trim().split(/[\s:]+/))
      .filter(([, , localPort, , , state]) => localPort === portInHex(url) && state === established)
      .map(([, , , , remotePort]) => remotePort),
  );
  return clients.filter(({ port }) => open.has(hex(port))).length;
}

const established = '01';

function portInHex(url: string): string {
  return hex(Number(new URL(url).port));
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

export async function openClient(url: string): Promise<RawClient> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let [received, isClosed] = ['', false];
  const end = Promise.withResolvers<boolean>();
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.on('close', () => {
    isClosed = true;
    end.resolve(true);
  });
  await Promise.race([once(socket, 'connect'), end.promise]);
  return {
    socket,
    port: socket.localPort ?? 0,
    get received() {
      return received;
    },
    get isClosed() {
      return isClosed;
    },
    closed(withinMs) {
      const timer = setTimeout(() => end.resolve(false), withinMs);
      return end.promise.finally(() => clearTimeout(timer));
    },
  };
}

/** The statuses of the answers in what came back. */
export function statusesIn(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}

export const authentic = `Host: 127.0.0.1\r\nAuthorization: ${secret}\r\nContent-Type: application/json\r\n`;

export function cardsBody(id: string, keys: readonly string[] = ['faulty']): string {
  return JSON.stringify({ cardKeys: keys, customer: { id, email: null, externalId: null } });
}

/** A request as it should be. */
export function cardsRequest(id: string, keys?: readonly string[]): string {
  const body = cardsBody(id, keys);
  return `POST /cards HTTP/1.1\r\n${authentic}Content-Length: ${body.length}\r\n\r\n${body}`;
}

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { abortFailure, failed } from '../../src/fan-out/call.ts';
import type { HttpResult, Transport, TransportOptions } from '../../src/fan-out/transport.ts';

interface Connection {
  readonly socket: Socket;
  buffered: string;
}

/** An HTTP client that believes what it is told: the first Content-Length, any line end, and whatever comes next. */
export function createTransport({ origin }: Pick<TransportOptions, 'origin'>): Transport {
  const { hostname, port } = new URL(origin);
  const idle: Connection[] = [];
  const all = new Set<Socket>();

  async function open(): Promise<Connection> {
    const socket = connect(Number(port), hostname);
    const connection = { socket, buffered: '' };
    all.add(socket);
    socket.setEncoding('latin1').on('data', (chunk: string) => (connection.buffered += chunk));
    socket.on('error', () => {});
    await once(socket, 'connect');
    return connection;
  }

  async function readAnswer(connection: Connection, signal: AbortSignal): Promise<string> {
    for (;;) {
      const [head = '', ...rest] = connection.buffered.split(/\r?\n\r?\n/);
      const body = rest.join('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? body.length);
      if (rest.length > 0 && body.length >= length && body !== '') {
        connection.buffered = body.slice(length);
        return body.slice(0, length);
      }
      await once(connection.socket, 'data', { signal });
    }
  }

  return {
    async request({ method, path, headers, body = '' }, signal): Promise<HttpResult> {
      try {
        const connection = idle.pop() ?? (await open());
        const fields = Object.entries({ ...headers, 'content-length': String(body.length) });
        const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        connection.socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${String(body)}`);
        const answer = await readAnswer(connection, signal);
        idle.push(connection);
        return { ok: true, headers: new Map(), body: JSON.parse(answer) as unknown };
      } catch {
        return failed(signal.aborted ? abortFailure(signal) : { reason: 'protocol' });
      }
    },
    async close() {
      for (const socket of all) socket.destroy();
    },
  };
}

import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { cardOf } from './workload.ts';
import type { Workload } from './workload.ts';

/**
 * Services that speak Plain's protocol, as cheaply as can be, in a process of their own. Prints a line of JSON with their
 * ports. The argument: what each does, in JSON.
 */
export interface ServiceOptions {
  readonly text: Workload['text'];
  /** Of each service. `say` tells in each card how long the answer was held back. */
  readonly moods: readonly Mood[];
}

export type Mood =
  | { readonly kind: 'answers' }
  | { readonly kind: 'waits'; readonly ms: number }
  | { readonly kind: 'fails' }
  | { readonly kind: 'hangs' };

interface Question {
  readonly cardKeys: readonly string[];
  readonly customer: { readonly id: string };
}

const options = JSON.parse(process.argv[2] ?? '{}') as ServiceOptions;
const endOfHead = Buffer.from('\r\n\r\n');

function serve(socket: Socket, mood: Mood): void {
  let pending = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const headEnd = pending.indexOf(endOfHead);
      if (headEnd < 0) return;
      const head = pending.toString('latin1', 0, headEnd);
      const bodyStart = headEnd + endOfHead.length;
      const bodyEnd = bodyStart + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (pending.length < bodyEnd) return;
      const question = JSON.parse(pending.toString('utf8', bodyStart, bodyEnd)) as Question;
      pending = pending.subarray(bodyEnd);
      answer(socket, question, mood);
    }
  });
}

function answer(socket: Socket, question: Question, mood: Mood): void {
  switch (mood.kind) {
    case 'answers':
      return write(socket, cardsOf(question));
    case 'waits': {
      const receivedAt = performance.now();
      setTimeout(() => {
        const heldMs = (performance.now() - receivedAt).toFixed(2);
        write(socket, cardsOf(question).replaceAll('Active', `held ${heldMs} ms`));
      }, mood.ms);
      return undefined;
    }
    case 'fails':
      return void socket.write('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n');
    case 'hangs':
      return undefined;
  }
}

function cardsOf({ cardKeys, customer }: Question): string {
  return `{"cards":[${cardKeys.map((key) => cardOf(customer.id, key, options.text)).join(',')}]}`;
}

function write(socket: Socket, body: string): void {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.write(head + body);
}

const ports: number[] = [];
for (const mood of options.moods) {
  const server = createServer((socket) => serve(socket, mood)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ports.push((server.address() as AddressInfo).port);
}
process.stdout.write(`${JSON.stringify({ ports })}\n`);

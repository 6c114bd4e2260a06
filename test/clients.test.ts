import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { echo } from './fixtures/echo.ts';
import { rawPost } from './fixtures/http.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

interface Watched {
  readonly socket: Socket;
  readonly begun: string[];
  /** Lets the oldest call end. */
  readonly endCall: () => void;
}

/** A connection to a gateway whose calls end when the test says so. */
async function connectTo(t: Test): Promise<Watched> {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  const { server } = await startGateway(
    t,
    configOf({
      deadlineMs: 14_000,
      upstreams: [
        {
          name: 'billing',
          adapter: 'function',
          timeoutMs: 14_000,
          fetch: async (query) => {
            begun.push(query.customer.id ?? '');
            await new Promise<void>((resolve) => {
              waiting.push(resolve);
            });
            return echo(query);
          },
          cards: { usage: {} },
        },
      ],
    }),
  );
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  t.teardown(() => {
    socket.destroy();
    waiting.forEach((end) => end());
  });
  await once(socket, 'connect');
  return { socket, begun, endCall: () => waiting.shift()?.() };
}

function requests(count: number): string {
  return Array.from({ length: count }, (_, index) =>
    rawPost(
      [`Authorization: ${authorization.authorization}`],
      JSON.stringify({ cardKeys: ['usage'], customer: { id: `c_${index}` } }),
    ).replace(/Connection: close\r\n/i, ''),
  ).join('');
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await turn();
}

async function rest(turns = 50): Promise<void> {
  for (let count = 0; count < turns; count += 1) await turn();
}

await t.test('requests written ahead are answered one after the other', async (t) => {
  const { socket, begun, endCall } = await connectTo(t);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.write(requests(3));
  for (let count = 1; count <= 3; count += 1) {
    await until(() => begun.length === count);
    await rest();
    t.equal(begun.length, count, 'no call for those that wait');
    endCall();
    await until(() => received.split('HTTP/1.1 200').length === count + 1);
  }
  t.same(begun, ['c_0', 'c_1', 'c_2']);
});

await t.test('a connection with more requests ahead than 16 ends, and none is begun', async (t) => {
  const { socket, begun, endCall } = await connectTo(t);
  socket.on('error', () => {});
  socket.write(requests(1));
  await until(() => begun.length === 1);
  socket.write(requests(20));
  await once(socket, 'close');
  endCall();
  await rest();
  t.same(begun, ['c_0']);
});

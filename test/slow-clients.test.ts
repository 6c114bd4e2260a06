import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { echo } from './fixtures/echo.ts';
import { rawPost } from './fixtures/http.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

await t.test('clients that stall are cut off while others are served', async (t) => {
  const { server, ask } = await startGateway(
    t,
    configOf({
      upstreams: [
        { name: 'billing', adapter: 'function', fetch: async (q) => echo(q), cards: { usage: {} } },
      ],
    }),
  );
  const { hostname, port } = new URL(server.url);
  const whole = rawPost([`Authorization: ${authorization.authorization}`], '{"cardKeys":[]}');

  /** Sends what it is given and then nothing; resolves with what came back until the end. */
  async function stall(bytes: string): Promise<string> {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(bytes);
    return text(socket);
  }
  const startedAt = performance.now();
  const stalled = [
    stall(''),
    stall(whole.slice(0, 30)),
    stall(whole.slice(0, -5)),
    stall(whole.slice(0, -14)),
  ];
  t.equal((await ask(['usage'])).status, 200);
  for (const answer of await Promise.all(stalled)) t.match(answer, /^(HTTP\/1\.1 408 |$)/);
  t.ok(performance.now() - startedAt < 30_000);
  t.equal((await ask(['usage'])).status, 200);
});

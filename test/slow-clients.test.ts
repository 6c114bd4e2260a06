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

  const cutOff: string[] = [];
  /** Sends what it is given and then nothing; resolves with what came back until the end. */
  async function stall(what: string, bytes: string): Promise<string> {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(bytes);
    const answer = await text(socket);
    cutOff.push(what);
    return answer;
  }

  const stalled = [
    stall('headers', ''),
    stall('headers', whole.slice(0, 30)),
    stall('body', whole.slice(0, -5)),
    stall('body', whole.slice(0, -14)),
  ];
  t.equal((await ask(['usage'])).status, 200);
  for (const answer of await Promise.all(stalled)) t.match(answer, /^(HTTP\/1\.1 408 |$)/);
  t.strictSame(cutOff, ['headers', 'headers', 'body', 'body'], 'headers have less time');
  t.equal((await ask(['usage'])).status, 200);
});

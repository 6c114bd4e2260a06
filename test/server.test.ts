import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import t from 'tap';
import type { Test } from 'tap';
import { assembleGateway } from '../src/gateway.ts';
import { startServer } from '../src/server.ts';
import { createManualClock } from './fixtures/clock.ts';
import { echo, startPlainService, toldIn } from './fixtures/echo.ts';
import { get, rawPost } from './fixtures/http.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

const drainMs = 1_000;
const nothing = { components: null };

/** A gateway that drains on a clock of the test's; its upstream waits where the test says so. */
async function start(t: Test, waitFor: () => Promise<unknown> = async () => {}) {
  const clock = createManualClock();
  const config = configOf({
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async (query) => {
          await waitFor();
          return echo(query);
        },
        cards: { usage: {} },
      },
    ],
  });
  const draining = { ...config, gateway: { ...config.gateway, drainMs } };
  return { clock, ...(await startGateway(t, draining, { clock })) };
}

async function send(url: string, bytes: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
}

async function isRefused(url: string): Promise<boolean> {
  return get(url).then(
    () => false,
    () => true,
  );
}

await t.test('both listeners say where they really are', async (t) => {
  const { server, ask } = await start(t);
  t.match(server.url, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  t.match(server.adminUrl, /^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  t.equal((await ask(['usage'])).status, 200);
  t.equal(server.stop(), server.stop(), 'stopping twice is stopping once');
});

await t.test('a stopping server turns unready first and serves on', async (t) => {
  const { server, ask, clock } = await start(t);
  t.equal((await get(`${server.adminUrl}/readyz`)).status, 200);
  t.not((await ask(['usage'])).headers.get('connection'), 'close');

  const stopped = server.stop();
  t.equal((await get(`${server.adminUrl}/readyz`)).status, 503);
  t.equal((await get(`${server.adminUrl}/livez`)).status, 200);
  const answer = await ask(['usage']);
  t.equal(answer.status, 200);
  t.ok(toldIn(answer.cards[0] ?? nothing));
  t.equal(answer.headers.get('connection'), 'close', 'so that no client is left on an old one');

  clock.advance(drainMs);
  await stopped;
  t.ok(await isRefused(server.url));
  t.ok(await isRefused(server.adminUrl));
});

await t.test('what was begun is finished, and the admin listener closes last', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const { server, ask, clock } = await start(t, () => {
    arrived.resolve();
    return held.promise;
  });
  const answer = ask(['usage']);
  await arrived.promise;
  const stopped = server.stop();
  clock.advance(drainMs);
  while (!(await isRefused(server.url)));
  t.equal((await get(`${server.adminUrl}/livez`)).status, 200);
  t.match((await get(`${server.adminUrl}/metrics`)).text, /upstream_calls_in_flight.* 1/);

  held.resolve();
  const { status, cards } = await answer;
  t.equal(status, 200);
  t.ok(toldIn(cards[0] ?? nothing));
  await stopped;
  t.ok(await isRefused(server.adminUrl));
});

await t.test('no client that heeds readiness loses a request', async (t) => {
  const { server, ask, clock } = await start(t);
  const answered: number[] = [];
  const failures: unknown[] = [];
  async function askUntilUnready(): Promise<void> {
    while ((await get(`${server.adminUrl}/readyz`)).status === 200) {
      const answer = await ask(['usage']).catch((error: unknown) => ({ status: error }));
      if (answer.status === 200) answered.push(answer.status);
      else failures.push(answer.status);
    }
  }
  const clients = Array.from({ length: 10 }, askUntilUnready);
  while (answered.length < 200) await ask(['usage']);
  const stopped = server.stop();
  await Promise.all(clients);
  clock.advance(drainMs);
  await stopped;
  t.strictSame(failures, []);
});

await t.test('a client that stops half-way does not hold up the end', async (t) => {
  const { server, gateway, clock } = await start(t);
  const request = rawPost([`Authorization: ${authorization.authorization}`], '{}');
  const halves = [
    await send(server.url, request.slice(0, 40)),
    await send(server.adminUrl, 'GET /metrics HTTP/1.1\r\nHost:'),
  ] as const;
  // By then the halves have been read.
  await get(server.url);
  await get(server.adminUrl);
  const cutOff = gateway.settings.deadlineMs + 1_000;
  const stopped = server.stop();
  clock.advance(drainMs);
  while (!(await isRefused(server.url)));
  clock.advance(cutOff);
  t.equal(await text(halves[0]), '');
  while (!(await isRefused(server.adminUrl)));
  clock.advance(1_000);
  t.equal(await text(halves[1]), '');
  await stopped;
  t.equal(clock.pending(), 0);
});

await t.test('a taken port leaves nothing open', async (t) => {
  const squatter = createServer();
  squatter.listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  t.teardown(() => squatter.close());
  const { port } = squatter.address() as AddressInfo;
  const config = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async () => null, cards: { usage: {} } },
    ],
  });
  for (const taken of ['listen', 'admin'] as const) {
    const gateway = { ...config.gateway, [taken]: { ...config.gateway[taken], port } };
    await t.rejects(startServer(assembleGateway({ ...config, gateway })), { code: 'EADDRINUSE' });
  }
});

await t.test('a call that hangs does not hold up the end', async (t) => {
  const service = await startPlainService(t, () => new Promise(() => {}));
  const config = configOf({
    deadlineMs: 100,
    upstreams: [
      {
        name: 'billing',
        adapter: 'plain',
        url: service.url,
        timeoutMs: 120_000,
        cards: { usage: {} },
      },
    ],
  });
  const { server, gateway, ask } = await startGateway(t, config);
  t.match((await ask(['usage'])).cards, [{ key: 'usage', timeToLiveSeconds: 15 }]);
  t.equal(gateway.upstreams[0]?.inFlight, 1);
  await server.stop();
  t.equal(gateway.upstreams[0]?.inFlight, 0);
});

import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { createBillingService } from '../../src/demo/billing.ts';
import { pastDue } from '../../src/demo/customers.ts';
import { modes } from '../../src/demo/misbehave.ts';
import { validateCard } from '../../src/validate/card.ts';
import { createManualClock } from '../fixtures/clock.ts';

const payload = { cardKeys: ['usage', 'latest-invoice'], customer: pastDue };
const ask = (app: FastifyInstance) => app.inject({ method: 'POST', url: '/cards', payload });

function tell(app: FastifyInstance, body: string, contentType = 'text/plain') {
  return app.inject({
    method: 'POST',
    url: '/demo/behaviour',
    payload: body,
    headers: { 'content-type': contentType },
  });
}

async function heldBy(app: FastifyInstance): Promise<number> {
  return (await app.inject('/demo/behaviour')).json<{ held: number }>().held;
}

async function untilHeld(app: FastifyInstance, count: number): Promise<void> {
  while ((await heldBy(app)) !== count) await turn();
}

/** Sends a request over a real connection, and leaves reading the answer to the caller. */
async function askOverSocket(app: FastifyInstance): Promise<Socket> {
  const socket = connect(Number(new URL(app.listeningOrigin).port), '127.0.0.1');
  await once(socket, 'connect');
  const body = JSON.stringify(payload);
  socket.write(
    `POST /cards HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

await t.test('a service behaves until it is told otherwise', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  t.strictSame((await app.inject('/demo/behaviour')).json(), { mode: 'ok', modes, held: 0 });
  t.equal((await ask(app)).statusCode, 200);
});

await t.test('a mode is set by a form, by JSON and by plain text', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  const form = await tell(app, 'mode=hang', 'application/x-www-form-urlencoded');
  t.match(form.json(), { mode: 'hang' });
  t.match((await tell(app, '{"mode":"slow"}', 'application/json')).json(), { mode: 'slow' });
  t.match((await tell(app, 'ok\n')).json(), { mode: 'ok' });
});

await t.test(
  'a mode that does not exist is refused with the list, and changes nothing',
  async (t) => {
    const app = createBillingService();
    t.teardown(() => app.close());
    await tell(app, 'error');
    for (const [body, type] of [
      ['explode', 'text/plain'],
      ['constructor', 'text/plain'],
      ['wrong=hang', 'application/x-www-form-urlencoded'],
      ['{"mode":1}', 'application/json'],
      ['[]', 'application/json'],
    ] as const) {
      const response = await tell(app, body, type);
      t.equal(response.statusCode, 400, body);
      t.match(response.json(), { error: 'no such mode', mode: 'error', modes });
    }
  },
);

await t.test('each mode that answers at once answers as it is named', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  const expected = [
    ['error', 500, /json/],
    ['forbidden', 403, /json/],
    ['rate-limit', 429, /json/],
    ['html', 200, /html/],
    ['redirect', 302, /^$/],
    ['ok', 200, /json/],
  ] as const;
  for (const [mode, status, type] of expected) {
    await tell(app, mode);
    const { statusCode, headers } = await ask(app);
    t.equal(statusCode, status, mode);
    t.match(headers['content-type'] ?? '', type, mode);
  }
});

await t.test('a rate limit says when to come back, and a redirect where to go', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  await tell(app, 'rate-limit');
  t.equal((await ask(app)).headers['retry-after'], '30');
  await tell(app, 'redirect');
  t.match((await ask(app)).headers.location, /^https:/);
});

await t.test('misbehaving spares the health check and the switch', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  await tell(app, 'error');
  t.equal((await app.inject('/healthz')).statusCode, 200);
  t.equal((await app.inject('/demo/behaviour')).statusCode, 200);
});

await t.test('an invalid card stands among good ones', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  await tell(app, 'invalid-card');
  const { cards } = (await ask(app)).json<{ cards: unknown[] }>();
  t.strictSame(
    cards.map((card) => validateCard(card).ok),
    [false, true],
  );
  const nobody = { cardKeys: ['usage'], customer: {} };
  const response = await app.inject({ method: 'POST', url: '/cards', payload: nobody });
  t.match(validateCard(response.json<{ cards: unknown[] }>().cards[0]), { ok: false });
});

await t.test('a missing key leaves the other cards', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  await tell(app, 'missing-key');
  const { cards } = (await ask(app)).json<{ cards: { key: string }[] }>();
  t.strictSame(
    cards.map(({ key }) => key),
    ['latest-invoice'],
  );
  const none = { cardKeys: [], customer: pastDue };
  const response = await app.inject({ method: 'POST', url: '/cards', payload: none });
  t.strictSame(response.json(), { cards: [] });
});

await t.test('a slow service answers after three seconds and not before', async (t) => {
  const clock = createManualClock();
  const app = createBillingService({ clock });
  t.teardown(() => app.close());
  await tell(app, 'slow');
  const response = ask(app);
  await untilHeld(app, 1);
  clock.advance(2_999);
  t.equal(await heldBy(app), 1);
  clock.advance(1);
  t.equal((await response).statusCode, 200);
  t.equal(await heldBy(app), 0);
});

await t.test('a slow request whose client leaves holds no timer', async (t) => {
  const clock = createManualClock();
  const app = createBillingService({ clock });
  t.teardown(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  await tell(app, 'slow');
  const socket = await askOverSocket(app);
  await untilHeld(app, 1);
  t.equal(clock.pending(), 1);
  socket.destroy();
  await untilHeld(app, 0);
  t.equal(clock.pending(), 0);
});

await t.test('a hung request ends when its client leaves', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  await tell(app, 'hang');
  const sockets = await Promise.all([askOverSocket(app), askOverSocket(app)]);
  await untilHeld(app, 2);
  for (const socket of sockets) socket.destroy();
  await untilHeld(app, 0);
});

await t.test('a hung request gets no byte, and closing the service ends it', async (t) => {
  const app = createBillingService();
  await app.listen({ host: '127.0.0.1', port: 0 });
  await tell(app, 'hang');
  const socket = await askOverSocket(app);
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
  socket.on('error', () => {});
  await untilHeld(app, 1);
  const closed = once(socket, 'close');
  await app.close();
  await closed;
  t.equal(bytes, 0);
});

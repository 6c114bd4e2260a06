import Fastify from 'fastify';
import t from 'tap';
import { createGateway, customerCards } from '../src/index.ts';
import { echo, toldIn } from './fixtures/echo.ts';
import { get, post } from './fixtures/http.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

const nothing = { components: null };

await t.test('more requests than may be in flight are refused, with when to retry', async (t) => {
  const arrived = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  let calls = 0;
  const config = configOf({
    maxInFlight: 2,
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: async (query) => {
          calls += 1;
          if (calls === 2) arrived.resolve();
          await held.promise;
          return echo(query);
        },
        cards: { usage: {} },
      },
    ],
  });
  const { server, ask } = await startGateway(t, config);
  const waiting = ['c_1', 'c_2'].map((id) => ask(['usage'], { customer: { id } }));
  await arrived.promise;
  const refused = await ask(['usage'], { customer: { id: 'c_3' } });
  t.equal(refused.status, 503);
  t.equal(refused.headers.get('retry-after'), '1');
  t.equal(refused.text, '{"error":"Overloaded."}');
  t.equal(
    (await get(`${server.adminUrl}/readyz`)).status,
    200,
    'the admin listener has no part in it',
  );
  t.match(
    (await get(`${server.adminUrl}/metrics`)).text,
    /requests_total\{outcome="overloaded",cause="in_flight"\} 1\n/,
  );
  t.equal(calls, 2, 'nothing was done for it');

  held.resolve();
  for (const { cards } of await Promise.all(waiting)) t.ok(toldIn(cards[0] ?? nothing));
  for (let count = 0; count < 5; count += 1) t.equal((await ask(['usage'])).status, 200);
});

await t.test('clients that give up, and refused ones, give back their place', async (t) => {
  const config = configOf({
    maxInFlight: 1,
    deadlineMs: 14_000,
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: () => new Promise(() => {}),
        cards: { usage: {} },
      },
    ],
  });
  const { server, ask } = await startGateway(t, config);
  const leaving = new AbortController();
  const given = fetch(`${server.url}/cards`, {
    method: 'POST',
    body: '{"cardKeys":["usage"],"customer":{"id":"c_1"}}',
    headers: { ...authorization, 'content-type': 'application/json' },
    signal: leaving.signal,
  });
  while ((await ask([])).status !== 503);
  leaving.abort();
  await t.rejects(given);
  while ((await ask([])).status !== 200);
  t.equal((await post(`${server.url}/cards`, '{')).status, 401);
  t.equal((await ask([])).status, 200);
});

await t.test('what a hook of the host answers is not counted', async (t) => {
  const gateway = createGateway({
    auth: { headers: [{ name: 'authorization', value: 'x' }] },
    maxInFlight: 1,
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        fetch: () => new Promise(() => {}),
        cards: { usage: {} },
      },
    ],
  });
  const app = Fastify();
  app.addHook('onRequest', async (request, reply) =>
    request.headers['x-blocked'] ? reply.code(418).send() : undefined,
  );
  app.register(customerCards, { gateway });
  t.teardown(() => app.close());
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/cards`;
  const secret = { authorization: 'x' };
  for (let count = 0; count < 3; count += 1) {
    t.equal((await post(url, {}, { ...secret, 'x-blocked': '1' })).status, 418);
  }
  const ask = () => post(url, { cardKeys: ['usage'], customer: { id: 'c_1' } }, secret);
  const waiting = ask();
  while (gateway.upstreams[0]?.inFlight === 0) await new Promise(setImmediate);
  t.equal((await ask()).status, 503);
  t.equal((await waiting).status, 200);
});

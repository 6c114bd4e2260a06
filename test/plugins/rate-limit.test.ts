import { mkdtemp, rm } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import type { Test } from 'tap';
import { createLimits } from '../../plugins/rate-limit.ts';
import { createManualClock } from '../fixtures/clock.ts';

interface Options {
  readonly requestsPerMinute?: number;
  readonly failuresPerMinute?: number;
}

/** A route that passes the token `good-<id>` as credential <id> and counts every other one as a failure. */
async function createApp(t: Test, { requestsPerMinute = 100, failuresPerMinute = 2 }: Options) {
  const clock = createManualClock(1000);
  const settings = { requestsPerMinute, failuresPerMinute };
  const app = Fastify();
  t.teardown(() => app.close());
  await app.register(async (cards) => {
    const limits = await createLimits(cards, () => settings, clock);
    cards.post('/cards', async (request, reply) => {
      const token = String(request.headers['x-token']);
      const isGood = token.startsWith('good-');
      const allowance = isGood
        ? await limits.limitCaller(token)
        : await limits.limitFailure(request);
      if (!allowance.ok) reply.header('retry-after', allowance.retryAfterSeconds);
      return reply.code(allowance.ok ? (isGood ? 200 : 401) : 429).send();
    });
  });
  app.get('/other', async () => 'ok');

  async function ask(token: string, remoteAddress = '192.0.2.1') {
    const headers = { 'x-token': token };
    return app.inject({ method: 'POST', url: '/cards', headers, remoteAddress });
  }
  const statusOf = async (token: string, remoteAddress?: string) =>
    (await ask(token, remoteAddress)).statusCode;
  return { app, clock, settings, ask, statusOf };
}

await t.test(
  'passes valid credentials while failures from the same address are at 429',
  async (t) => {
    const { statusOf } = await createApp(t, {});
    const failures = [await statusOf('bad'), await statusOf('bad'), await statusOf('bad')];
    t.same(failures, [401, 401, 429]);
    t.equal(await statusOf('good-1'), 200);
    t.equal(await statusOf('bad'), 429);
    t.equal(await statusOf('bad', '192.0.2.2'), 401);
  },
);

await t.test('does not count requests that pass as failures', async (t) => {
  const { statusOf } = await createApp(t, {});
  for (let count = 0; count < 5; count += 1) t.equal(await statusOf('good-1'), 200);
  t.equal(await statusOf('bad'), 401);
});

await t.test('limits each credential by itself, whatever its address', async (t) => {
  const { statusOf } = await createApp(t, { requestsPerMinute: 2 });
  t.equal(await statusOf('good-1', '192.0.2.1'), 200);
  t.equal(await statusOf('good-1', '192.0.2.2'), 200);
  t.equal(await statusOf('good-1', '192.0.2.3'), 429);
  t.equal(await statusOf('good-2', '192.0.2.3'), 200);
});

await t.test('says when to come back, and lets pass then', async (t) => {
  const { ask, statusOf, clock } = await createApp(t, { requestsPerMinute: 1 });
  await ask('good-1');
  clock.advance(10_500);
  t.equal((await ask('good-1')).headers['retry-after'], '50');
  clock.advance(49_499);
  t.equal((await ask('good-1')).headers['retry-after'], '1');
  clock.advance(1);
  t.equal(await statusOf('good-1'), 200);
});

await t.test(
  'counts a whole IPv6 /64 as one address, and IPv4 mapped into IPv6 as IPv4',
  async (t) => {
    const { statusOf } = await createApp(t, {});
    await statusOf('bad', '2001:db8:0:1::1');
    await statusOf('bad', '2001:db8:0:1::2');
    t.equal(await statusOf('bad', '2001:db8:0:1:ffff::3'), 429);
    t.equal(await statusOf('bad', '2001:db8:0:2::1'), 401);
    await statusOf('bad', '192.0.2.9');
    await statusOf('bad', '192.0.2.9');
    t.equal(await statusOf('bad', '::ffff:192.0.2.9'), 429);
  },
);

await t.test('does not forget a credential for any number of failing addresses', async (t) => {
  const { statusOf } = await createApp(t, { requestsPerMinute: 1 });
  t.equal(await statusOf('good-1'), 200);
  t.equal(await statusOf('bad', '2001:db8::1'), 401);
  t.equal(await statusOf('bad', '2001:db8::1'), 401);
  for (let network = 1; network <= 10_000; network += 1) {
    await statusOf('bad', `2001:db8:0:${network.toString(16)}::1`);
  }
  t.equal(await statusOf('good-1'), 429);
  t.equal(await statusOf('bad', '2001:db8::1'), 401, 'the store of addresses is bounded');
});

await t.test('follows settings that change while it runs', async (t) => {
  const { statusOf, settings } = await createApp(t, { requestsPerMinute: 1 });
  await statusOf('good-1');
  t.equal(await statusOf('good-1'), 429);
  settings.requestsPerMinute = 10;
  t.equal(await statusOf('good-1'), 200);
});

await t.test('limits no route by itself', async (t) => {
  const { app } = await createApp(t, { requestsPerMinute: 1, failuresPerMinute: 1 });
  const responses = await Promise.all([1, 2, 3].map(() => app.inject('/other')));
  for (const response of responses) {
    t.equal(response.statusCode, 200);
    t.notOk(response.headers['x-ratelimit-limit']);
  }
});

await t.test('counts clients without an address together', async (t) => {
  const { app } = await createApp(t, {});
  const folder = await mkdtemp(join(tmpdir(), 'limits-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const socketPath = join(folder, 'gateway.sock');
  await app.listen({ path: socketPath });
  const ask = async () => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const request = httpRequest({ socketPath, method: 'POST', path: '/cards' });
    request.on('error', reject);
    request.on('response', (response) => resolve(response.resume().statusCode));
    request.end();
    return promise;
  };
  t.same([await ask(), await ask(), await ask()], [401, 401, 429]);
});

import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { createBillingService } from '../../src/demo/billing.ts';
import { pastDue } from '../../src/demo/customers.ts';

const good = JSON.stringify({ cardKeys: ['usage'], customer: pastDue });

function post(app: FastifyInstance, payload: string, headers: Record<string, string> = {}) {
  return app.inject({
    method: 'POST',
    url: '/cards',
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

function sign(secret: string, body: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

await t.test('without a token or a secret anyone may ask', async (t) => {
  const app = createBillingService();
  t.teardown(() => app.close());

  await t.test('every requested key is answered in the order asked', async (t) => {
    const cardKeys = ['usage', 'no-such-card', '__proto__', 'subscription-status'];
    const response = await post(app, JSON.stringify({ cardKeys, customer: pastDue }));
    const { cards } = response.json<{ cards: { key: string; components: unknown }[] }>();
    t.equal(response.statusCode, 200);
    t.strictSame(
      cards.map(({ key }) => key),
      cardKeys,
    );
    t.strictSame(
      cards.map(({ components }) => components === null),
      [false, true, true, false],
    );
  });

  await t.test('unknown fields, absent identifiers and explicit nulls are no error', async (t) => {
    for (const customer of [{}, { email: null, externalId: null }, { id: 7, more: true }]) {
      const body = { cardKeys: ['usage'], customer, thread: null, timestamp: 'now' };
      const response = await post(app, JSON.stringify(body));
      t.strictSame(response.json(), {
        cards: [{ key: 'usage', timeToLiveSeconds: 60, components: null }],
      });
    }
  });

  await t.test('a request for no card gets none', async (t) => {
    const response = await post(app, JSON.stringify({ cardKeys: [], customer: pastDue }));
    t.strictSame(response.json(), { cards: [] });
  });

  await t.test('what is no request of Plain is refused with 400', async (t) => {
    for (const body of ['', '{', 'null', '{}', '{"cardKeys":"usage","customer":{}}'])
      t.equal((await post(app, body)).statusCode, 400, body);
    t.equal((await app.inject({ method: 'POST', url: '/cards' })).statusCode, 400);
  });

  await t.test('a body that is not JSON by its own word is refused with 415', async (t) => {
    t.equal((await post(app, good, { 'content-type': 'text/plain' })).statusCode, 415);
  });

  await t.test('the health check answers', async (t) => {
    t.strictSame((await app.inject('/healthz')).json(), { status: 'ok' });
  });
});

await t.test('a service with a token', async (t) => {
  const app = createBillingService({ token: 'billing-token' });
  t.teardown(() => app.close());

  await t.test('answers whoever has it', async (t) => {
    t.equal((await post(app, good, { authorization: 'Bearer billing-token' })).statusCode, 200);
  });

  await t.test('refuses another token, another scheme and none', async (t) => {
    for (const authorization of ['Bearer billing-toke', 'Bearer other', 'Basic billing-token', ''])
      t.equal((await post(app, good, { authorization })).statusCode, 401, authorization);
    t.equal((await post(app, good)).statusCode, 401);
  });

  await t.test('needs none for its health check', async (t) => {
    t.equal((await app.inject('/healthz')).statusCode, 200);
  });
});

await t.test('a service with a signing secret', async (t) => {
  const app = createBillingService({ signingSecret: 'signing-secret' });
  t.teardown(() => app.close());
  const signed = (body: string, signature: string) =>
    post(app, body, { 'plain-request-signature': signature });

  await t.test('answers what was signed with it', async (t) => {
    t.equal((await signed(good, sign('signing-secret', good))).statusCode, 200);
  });

  await t.test('refuses the same JSON with other whitespace', async (t) => {
    const spaced = JSON.stringify(JSON.parse(good), null, 1);
    t.equal((await signed(spaced, sign('signing-secret', good))).statusCode, 401);
    t.equal((await signed(spaced, sign('signing-secret', spaced))).statusCode, 200);
  });

  await t.test('refuses another secret, half a signature and none', async (t) => {
    for (const signature of [sign('other', good), sign('signing-secret', good).slice(0, 32), ''])
      t.equal((await signed(good, signature)).statusCode, 401);
    t.equal((await post(app, good)).statusCode, 401);
    t.equal((await app.inject({ method: 'POST', url: '/cards' })).statusCode, 401);
  });
});

await t.test("the signature is Plain's: its own vector passes", async (t) => {
  const { isSignedBy } = await import('../../src/demo/verify.ts');
  const signature = '1bff4699de4fb5202a4b1e6cefd7b5fdfb02d19a67a1eb371dd417a45b0a47df';
  t.ok(isSignedBy('secret', Buffer.from('hello-world'), signature));
  t.notOk(isSignedBy('secret', Buffer.from('hello-world '), signature));
});

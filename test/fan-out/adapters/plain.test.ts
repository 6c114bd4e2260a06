import { createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import { upstreamSchema } from '../../../src/config/schema.ts';
import type { PlainUpstreamConfig, UpstreamInput } from '../../../src/config/schema.ts';
import { createPlainCall } from '../../../src/fan-out/adapters/plain.ts';
import type { CallResult, UpstreamRequest } from '../../../src/fan-out/call.ts';
import { httpAnswer, startRawServer } from '../../fixtures/raw-server.ts';
import type { RawRequest } from '../../fixtures/raw-server.ts';
import { openTransport } from '../../fixtures/transport.ts';

const customer = { id: 'c_1', email: 'zo\u00eb@example.com', externalId: null };
const request: UpstreamRequest = {
  keys: ['usage', 'plan'],
  subject: { customer, thread: null, tenant: null },
  workspaceId: 'w_1',
};

function configure(origin: string, settings: Partial<UpstreamInput>): PlainUpstreamConfig {
  const config = upstreamSchema.parse({
    name: 'billing',
    adapter: 'plain',
    url: `${origin}/cards`,
    cards: { usage: {}, plan: { key: 'subscription_plan' } },
    ...settings,
  });
  if (config.adapter !== 'plain') throw new TypeError('expected a plain upstream');
  return config;
}

/** One call of a service that answers with `answer`. */
async function call(
  t: Test,
  {
    settings = {},
    asked = request,
    answer = '{"cards":[]}',
  }: {
    settings?: Record<string, unknown>;
    asked?: UpstreamRequest;
    answer?: string | Buffer;
  },
): Promise<{ result: CallResult; sent: RawRequest }> {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write(typeof answer === 'string' ? httpAnswer(answer) : answer);
  });
  const url = settings['url'];
  const config = configure(server.origin, {
    ...settings,
    ...(typeof url === 'string' ? { url: server.origin + url } : {}),
  });
  const plainCall = createPlainCall(config, openTransport(t, server.origin));
  const result = await plainCall(asked, new AbortController().signal);
  const [sent] = server.requests;
  if (sent === undefined) throw new Error('nothing was sent');
  return { result, sent };
}

void t.test("sends Plain's request, with the service's names and explicit nulls", async (t) => {
  const { sent } = await call(t, {});
  t.equal(sent.line, 'POST /cards');
  t.equal(
    sent.body.toString(),
    JSON.stringify({
      cardKeys: ['usage', 'subscription_plan'],
      customer: { id: 'c_1', email: 'zo\u00eb@example.com', externalId: null },
      thread: null,
      tenant: null,
    }),
  );
  t.equal(sent.headers.get('content-type'), 'application/json');
});

void t.test(
  'sends thread and tenant where the subject has them, and nothing beside what is declared',
  async (t) => {
    const tagged = { id: 't_1', externalId: 'x', secret: 'not for the service' };
    const subject = {
      customer: { ...customer, secret: 'x' },
      thread: tagged,
      tenant: { ...tagged, externalId: null },
    };
    const { sent } = await call(t, { asked: { ...request, subject } });
    t.same(JSON.parse(sent.body.toString()), {
      cardKeys: ['usage', 'subscription_plan'],
      customer,
      thread: { id: 't_1', externalId: 'x' },
      tenant: { id: 't_1', externalId: null },
    });
  },
);

void t.test('asks once for a card that two keys stand for, and answers both', async (t) => {
  const { sent, result } = await call(t, {
    settings: { cards: { usage: { key: 'x' }, plan: { key: 'x' } } },
    answer: '{"cards":[{"key":"x","components":null}]}',
  });
  t.match(JSON.parse(sent.body.toString()), { cardKeys: ['x'] });
  t.same(result.ok && [...result.cards], [
    ['usage', { ok: true, card: { key: 'usage', components: null } }],
    ['plan', { ok: true, card: { key: 'plan', components: null } }],
  ]);
});

void t.test('asks for a key that the configuration lacks under its own name', async (t) => {
  const { sent } = await call(t, { asked: { ...request, keys: ['toString'] } });
  t.match(JSON.parse(sent.body.toString()), { cardKeys: ['toString'] });
});

void t.test('keeps the query of the url', async (t) => {
  const { sent } = await call(t, { settings: { url: '/v1/cards?source=plain&x=%20' } });
  t.equal(sent.line, 'POST /v1/cards?source=plain&x=%20');
});

void t.test('names the workspace where it is known, and no other time', async (t) => {
  t.equal((await call(t, {})).sent.headers.get('plain-workspace-id'), 'w_1');
  const { sent } = await call(t, { asked: { ...request, workspaceId: null } });
  t.notOk(sent.headers.has('plain-workspace-id'));
});

void t.test('tells the service how long the call may take', async (t) => {
  const { sent } = await call(t, { settings: { timeoutMs: 1_500 } });
  t.equal(sent.headers.get('x-request-timeout-ms'), '1500');
});

void t.test('sends configured headers beside its own', async (t) => {
  const headers = { Authorization: 'Bearer s3cret', 'X-Api-Version': '2' };
  const { sent } = await call(t, { settings: { headers } });
  t.equal(sent.headers.get('authorization'), 'Bearer s3cret');
  t.equal(sent.headers.get('x-api-version'), '2');
  t.equal(sent.headers.get('content-type'), 'application/json');
});

void t.test('signs the exact bytes of the body the way Plain does', async (t) => {
  const secret = 'pl\u00e4in-secret';
  const { sent } = await call(t, { settings: { sign: { secret } } });
  const expected = createHmac('sha256', secret).update(sent.body).digest('hex');
  t.equal(sent.headers.get('plain-request-signature'), expected);
  t.match(expected, /^[0-9a-f]{64}$/);
});

void t.test('sends no signature without a secret', async (t) => {
  t.notOk((await call(t, {})).sent.headers.has('plain-request-signature'));
});

void t.test('hands on what the transport says of a failure', async (t) => {
  const answer = httpAnswer('{"cards":[]}', { status: '500 Oops' });
  const { result } = await call(t, { answer });
  t.same(result, { ok: false, failure: { reason: 'status', status: 500 } });
});

void t.test('answers invalid_body for an error that comes as a 200', async (t) => {
  const { result } = await call(t, { answer: '{"error":"no such customer"}' });
  t.match(result, { ok: false, failure: { reason: 'invalid_body' } });
});

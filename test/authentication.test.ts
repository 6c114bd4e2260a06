import { createHmac } from 'node:crypto';
import t from 'tap';
import type { Test } from 'tap';
import type { GatewayOptions } from '../src/config/options.ts';
import { echo } from './fixtures/echo.ts';
import { exchange, post, rawPost } from './fixtures/http.ts';
import type { Answer, RequestHeaders } from './fixtures/http.ts';
import { configOf, startGateway } from './fixtures/stack.ts';

const question = JSON.stringify({
  cardKeys: ['usage', 'orders'],
  customer: { id: 'c_1', email: 'ada@example.com', externalId: null },
});
const refusal = '{"error":"Unauthorized."}';
const headerAuth = { headers: [{ name: 'Authorization', value: 'Bearer s3cret' }] };
const signingAuth = { signing: { secrets: ['old signing secret', 'new signing secret'] } };
const header = { authorization: 'Bearer s3cret' };

function sign(body: string, secret = 'new signing secret'): RequestHeaders {
  return { 'plain-request-signature': createHmac('sha256', secret).update(body).digest('hex') };
}

interface Guarded {
  readonly url: string;
  readonly post: (headers: RequestHeaders, body?: string) => Promise<Answer>;
  /** How often the upstream was called. */
  readonly calls: () => number;
}

async function start(t: Test, options: Partial<GatewayOptions>): Promise<Guarded> {
  let calls = 0;
  const { server } = await startGateway(
    t,
    configOf({
      ...options,
      upstreams: [
        {
          name: 'billing',
          adapter: 'function',
          fetch: async (query) => {
            calls += 1;
            return echo(query);
          },
          cards: { usage: {}, orders: {} },
        },
      ],
    }),
  );
  const url = `${server.url}/cards`;
  return { url, post: (headers, body = question) => post(url, body, headers), calls: () => calls };
}

/** Refused with the same words whatever was wrong, and without a call. */
async function checkRefused(t: Test, guarded: Guarded, cases: Record<string, RequestHeaders>) {
  const callsBefore = guarded.calls();
  for (const [what, headers] of Object.entries(cases)) {
    const { status, text } = await guarded.post(headers);
    t.equal(status, 401, what);
    t.equal(text, refusal, what);
  }
  t.equal(guarded.calls(), callsBefore, 'no call');
}

await t.test('a header secret opens, under any spelling of the name', async (t) => {
  const guarded = await start(t, { auth: headerAuth });
  await checkRefused(t, guarded, {
    nothing: {},
    'another secret': { authorization: 'Bearer s3cres' },
    'other case': { authorization: 'bearer s3cret' },
    'a prefix': { authorization: 'Bearer s3cre' },
    'more than the secret': { authorization: 'Bearer s3cret, Bearer s3cret' },
    'another header': { 'x-authorization': 'Bearer s3cret' },
    'a signature instead': sign(question),
  });
  t.equal((await guarded.post(header)).status, 200);
  t.equal((await guarded.post({ AUTHORIZATION: 'Bearer s3cret' })).status, 200);
});

await t.test(
  'what is refused has not been read: malformed JSON without a secret is 401',
  async (t) => {
    const guarded = await start(t, { auth: headerAuth });
    const { status, text } = await guarded.post({}, '{"cardKeys":');
    t.equal(status, 401);
    t.equal(text, refusal);
  },
);

await t.test('a secret that is sent twice is refused', async (t) => {
  const guarded = await start(t, { auth: headerAuth });
  const once = 'Authorization: Bearer s3cret';
  t.match(await exchange(guarded.url, rawPost([once], question)), /^HTTP\/1\.1 200 /);
  for (const twice of [
    [once, once],
    [once, 'authorization: Bearer other'],
    ['authorization: Bearer other', once],
  ]) {
    t.match(await exchange(guarded.url, rawPost(twice, question)), /^HTTP\/1\.1 401 /);
  }
  t.equal(guarded.calls(), 1);
});

await t.test('a signature holds for the bytes, not for their meaning', async (t) => {
  const guarded = await start(t, { auth: signingAuth });
  t.equal((await guarded.post(sign(question))).status, 200);
  t.equal((await guarded.post(sign(question, 'old signing secret'))).status, 200);
  t.equal((await guarded.post(sign(question), `${question}\n`)).status, 401);
  t.equal((await guarded.post(sign(question), question.replace('{', '{ '))).status, 401);
  const spaced = JSON.stringify(JSON.parse(question), null, 2);
  t.equal((await guarded.post(sign(spaced), spaced)).status, 200);
  await checkRefused(t, guarded, {
    nothing: {},
    'another secret': sign(question, 'another secret'),
    'upper case': {
      'plain-request-signature': String(sign(question)['plain-request-signature']).toUpperCase(),
    },
    'not a signature': { 'plain-request-signature': 'x' },
    'a header secret instead': header,
  });
});

await t.test('where both are configured, both are demanded', async (t) => {
  const guarded = await start(t, { auth: { ...headerAuth, ...signingAuth } });
  t.equal((await guarded.post({ ...header, ...sign(question) })).status, 200);
  await checkRefused(t, guarded, {
    'only the secret': header,
    'only the signature': sign(question),
    'a wrong signature': { ...header, ...sign('x') },
    'a wrong secret': { authorization: 'Bearer x', ...sign(question) },
  });
});

const workspaces = {
  w_production: { auth: { headers: [{ name: 'authorization', value: 'Bearer production' }] } },
  w_staging: {
    auth: { headers: [{ name: 'authorization', value: 'Bearer staging' }] },
    cards: ['usage'],
  },
};

await t.test("a workspace's secret opens that workspace only", async (t) => {
  const guarded = await start(t, { workspaces });
  const asking = (secret: string, workspace: string): RequestHeaders => ({
    authorization: `Bearer ${secret}`,
    'plain-workspace-id': workspace,
  });
  t.equal((await guarded.post(asking('production', 'w_production'))).status, 200);
  t.equal((await guarded.post(asking('staging', 'w_staging'))).status, 200);
  await checkRefused(t, guarded, {
    "staging's secret for production": asking('staging', 'w_production'),
    "production's secret for staging": asking('production', 'w_staging'),
    'no workspace': { authorization: 'Bearer production' },
    'an unknown workspace': asking('production', 'w_other'),
    'a name of every object': asking('production', '__proto__'),
  });
});

await t.test('a card that a workspace does not list is unknown to it, cached or not', async (t) => {
  const guarded = await start(t, { workspaces });
  const production = await guarded.post({
    authorization: 'Bearer production',
    'plain-workspace-id': 'w_production',
  });
  t.match(JSON.stringify(production.cards[1]?.components), /ada@example\.com/);
  const staging = await guarded.post({
    authorization: 'Bearer staging',
    'plain-workspace-id': 'w_staging',
  });
  t.match(JSON.stringify(staging.cards[0]?.components), /w_staging/, 'not the copy of production');
  t.match(staging.cards[1], { key: 'orders', timeToLiveSeconds: 60 });
  t.match(JSON.stringify(staging.cards[1]?.components), /No service is set up/);
});

await t.test(
  'failures are limited by address, and valid credentials from there go on',
  async (t) => {
    const guarded = await start(t, {
      auth: headerAuth,
      rateLimit: { failuresPerMinute: 3, requestsPerMinute: 5 },
    });
    const wrong = { authorization: 'Bearer wrong' };
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await guarded.post(wrong)).status);
    t.strictSame(statuses, [401, 401, 401, 429, 429]);
    for (let count = 0; count < 5; count += 1) t.equal((await guarded.post(header)).status, 200);
    const limited = await guarded.post(header);
    t.equal(limited.status, 429);
    t.match(limited.headers.get('retry-after'), /^\d+$/);
  },
);

await t.test('behind a trusted proxy, the address is the one that it forwards', async (t) => {
  const wrong = (address: string) => ({
    authorization: 'Bearer wrong',
    'x-forwarded-for': address,
  });
  const rateLimit = { failuresPerMinute: 1 };
  const proxied = await start(t, { auth: headerAuth, rateLimit, trustProxy: ['127.0.0.1'] });
  t.equal((await proxied.post(wrong('192.0.2.1'))).status, 401);
  t.equal((await proxied.post(wrong('192.0.2.1'))).status, 429);
  t.equal((await proxied.post(wrong('192.0.2.2'))).status, 401);

  const direct = await start(t, { auth: headerAuth, rateLimit });
  t.equal((await direct.post(wrong('192.0.2.1'))).status, 401);
  t.equal((await direct.post(wrong('192.0.2.2'))).status, 429, 'anybody can claim an address');
});

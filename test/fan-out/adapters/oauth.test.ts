import t from 'tap';
import type { Test } from 'tap';
import { judge } from '../../../src/fan-out/verdict.ts';
import { createManualClock } from '../../fixtures/clock.ts';
import { ask, openAdapter, shown, startApi, textOf } from '../../fixtures/json-api.ts';
import type { ApiAnswer, JsonInput } from '../../fixtures/json-api.ts';

const grant = (token: string, more: JsonInput = {}): ApiAnswer => ({
  json: { access_token: token, token_type: 'Bearer', expires_in: 3600, ...more },
});

interface Scene {
  /** What the token endpoint answers; default: tokens t0, t1 … for an hour. */
  readonly tokens?: (index: number) => ApiAnswer;
  /** Whether the API takes a token; default: any. */
  readonly takes?: (token: string) => boolean;
  readonly settings?: JsonInput;
}

/** An API that wants tokens, and the endpoint that gives them. */
async function start(t: Test, { tokens, takes = () => true, settings }: Scene) {
  const clock = createManualClock();
  const issuer = await startApi(t, (_request, index) =>
    tokens === undefined ? grant(`t${index}`) : tokens(index),
  );
  const api = await startApi(t, ({ headers }) => {
    const [, token = ''] = headers.get('authorization')?.split(' ') ?? [];
    return takes(token) ? { json: { text: token } } : { status: '401 Unauthorized' };
  });
  const oauth2 = {
    tokenUrl: `${issuer.origin}/oauth/token?tenant=a`,
    clientId: 'cards gateway',
    clientSecret: 's3cret/:+ü',
    ...settings,
  };
  const adapter = openAdapter(t, api.origin, { auth: { oauth2 } }, { clock });
  return { issuer, api, adapter, clock };
}

void t.test('asks for a token with the credentials in the header', async (t) => {
  const { issuer, adapter } = await start(t, {
    settings: { scope: 'read write', audience: 'api' },
  });
  t.equal(textOf(await ask(adapter)), 't0');
  const [request] = issuer.asked;
  t.equal(issuer.requests[0]?.line, 'POST /oauth/token?tenant=a');
  t.equal(request?.headers.get('content-type'), 'application/x-www-form-urlencoded');
  t.equal(
    request?.headers.get('authorization'),
    `Basic ${Buffer.from('cards+gateway:s3cret%2F%3A%2B%C3%BC').toString('base64')}`,
  );
  t.same(
    [...new URLSearchParams(request?.body)],
    [
      ['grant_type', 'client_credentials'],
      ['scope', 'read write'],
      ['audience', 'api'],
    ],
  );
});

void t.test('asks for a token with the credentials in the body', async (t) => {
  const { issuer, adapter } = await start(t, { settings: { authMethod: 'client_secret_post' } });
  await ask(adapter);
  const [request] = issuer.asked;
  t.notOk(request?.headers.has('authorization'));
  t.same(
    [...new URLSearchParams(request?.body)],
    [
      ['grant_type', 'client_credentials'],
      ['client_id', 'cards gateway'],
      ['client_secret', 's3cret/:+ü'],
    ],
  );
});

void t.test('a token is kept until a minute before its end', async (t) => {
  const { issuer, adapter, clock } = await start(t, {});
  await ask(adapter);
  clock.advance((3600 - 60) * 1000 - 1);
  t.equal(textOf(await ask(adapter)), 't0');
  clock.advance(1);
  t.equal(textOf(await ask(adapter)), 't1');
  t.equal(issuer.asked.length, 2);
});

void t.test('a short-lived token is kept for nine tenths of its life', async (t) => {
  const { adapter, clock } = await start(t, {
    tokens: (index) => grant(`t${index}`, { expires_in: '100' }),
  });
  await ask(adapter);
  clock.advance(89_999);
  t.equal(textOf(await ask(adapter)), 't0');
  clock.advance(1);
  t.equal(textOf(await ask(adapter)), 't1');
});

void t.test('a token whose life is not told is kept for some minutes', async (t) => {
  for (const expires_in of [undefined, null, 0, -5, 'soon']) {
    const { adapter, clock } = await start(t, {
      tokens: (index) => grant(`t${index}`, { expires_in }),
    });
    await ask(adapter);
    clock.advance(269_999);
    t.equal(textOf(await ask(adapter)), 't0');
    clock.advance(1);
    t.equal(textOf(await ask(adapter)), 't1');
  }
});

void t.test('calls at the same time share one fetch', async (t) => {
  const { issuer, adapter } = await start(t, {});
  const results = await Promise.all([ask(adapter), ask(adapter), ask(adapter)]);
  t.same(
    results.map((result) => textOf(result)),
    ['t0', 't0', 't0'],
  );
  t.equal(issuer.asked.length, 1);
});

await t.test('a 401 from the API', async (t) => {
  await t.test('to a kept token is asked again with a new one, in the same call', async (t) => {
    const revoked = new Set<string>();
    const { issuer, api, adapter } = await start(t, { takes: (token) => !revoked.has(token) });
    await ask(adapter);
    revoked.add('t0');
    t.equal(textOf(await ask(adapter)), 't1');
    t.equal(textOf(await ask(adapter)), 't1');
    t.equal(issuer.asked.length, 2);
    t.equal(api.asked.length, 4);
  });

  await t.test('to many calls at once brings one new token', async (t) => {
    const revoked = new Set<string>();
    const { issuer, adapter } = await start(t, { takes: (token) => !revoked.has(token) });
    await ask(adapter);
    revoked.add('t0');
    const results = await Promise.all(Array.from({ length: 5 }, () => ask(adapter)));
    t.same(new Set(results.map((result) => textOf(result))), new Set(['t1']));
    t.equal(issuer.asked.length, 2);
  });

  await t.test('to a new token is believed', async (t) => {
    const { issuer, api, adapter } = await start(t, { takes: () => false });
    t.match(shown(await ask(adapter)), { reason: 'auth', status: 401 });
    t.equal(api.asked.length, 1);
    t.match(shown(await ask(adapter)), { reason: 'auth', status: 401 });
    t.equal(api.asked.length, 3, 'the kept one is tried again, and then a new one');
    t.equal(issuer.asked.length, 2);
  });

  await t.test('is the last word when no new token is to be had', async (t) => {
    const { adapter } = await start(t, {
      tokens: (index) => (index === 0 ? grant('t0') : { status: '500 Oops' }),
      takes: () => false,
    });
    await ask(adapter);
    t.match(shown(await ask(adapter)), { reason: 'status', status: 500 });
  });
});

await t.test('the token endpoint', async (t) => {
  await t.test('that refuses is refused credentials, and nobody’s bad health', async (t) => {
    for (const status of [
      '400 Bad Request',
      '401 Unauthorized',
      '403 Forbidden',
      '404 Not Found',
      '302 Found',
    ]) {
      const { api, adapter } = await start(t, { tokens: () => ({ status }) });
      const result = await ask(adapter);
      const failure = shown(result);
      t.match(failure, { reason: 'auth', detail: `the token endpoint: ${status.slice(0, 3)}` });
      t.notMatch(failure, { status: Number }, 'no status that could be taken for the API’s');
      t.equal(judge(result), 'neutral');
      t.equal(api.asked.length, 0);
    }
  });

  await t.test('that fails fails the call, in words of its own', async (t) => {
    const { adapter } = await start(t, { tokens: () => ({ status: '503 Unavailable' }) });
    const result = await ask(adapter);
    t.match(shown(result), { reason: 'status', status: 503, detail: /^the token endpoint/ });
    t.equal(judge(result), 'failure');
  });

  await t.test('that limits its rate is left alone', async (t) => {
    const { adapter } = await start(t, { tokens: () => ({ status: '429 Too Many' }) });
    t.match(shown(await ask(adapter)), { reason: 'retry_after' });
  });

  await t.test('that sends no bearer token fails the call', async (t) => {
    for (const json of [
      null,
      [],
      {},
      { access_token: 7 },
      { access_token: '' },
      { access_token: 'a b' },
      { access_token: 'a\r\nx-admin: 1' },
      { access_token: 'x', token_type: 'mac' },
      { access_token: 'x', token_type: 1 },
    ]) {
      const { api, adapter } = await start(t, { tokens: () => ({ json }) });
      t.match(shown(await ask(adapter)), { reason: 'invalid_body', detail: /the token endpoint/ });
      t.equal(api.asked.length, 0);
    }
  });

  await t.test('that is not there fails the call', async (t) => {
    const { adapter } = await start(t, { settings: { tokenUrl: 'http://127.0.0.1:1/' } });
    t.match(shown(await ask(adapter)), {
      reason: 'connect',
      detail: 'the token endpoint: ECONNREFUSED',
    });
  });

  await t.test('that hangs ends with the call, and its socket too', async (t) => {
    const controller = new AbortController();
    const { issuer, adapter } = await start(t, {
      tokens(index) {
        if (index > 0) return grant('later');
        controller.abort({ reason: 'timeout' });
        return undefined;
      },
    });
    t.match(shown(await ask(adapter, {}, controller.signal)), { reason: 'timeout' });
    await issuer.allClosed();
    t.equal(textOf(await ask(adapter)), 'later', 'who comes later asks again');
  });
});

void t.test('no failure says a secret', async (t) => {
  const { adapter } = await start(t, {
    tokens: () => ({ json: { access_token: 'tok en', error: 's3cret/:+ü' } }),
  });
  t.notMatch(JSON.stringify(await ask(adapter)), /s3cret|tok en/);
});

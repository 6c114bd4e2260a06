import t from 'tap';
import { maskBody, maskHeaders, maskUrl } from '../../src/fan-out/mask.ts';
import type {
  Trace,
  TracedEmpty,
  TracedEvaluation,
  TracedRequest,
  TracedResponse,
} from '../../src/fan-out/trace.ts';
import { ask, openAdapter, startApi, textCard } from '../fixtures/json-api.ts';

/** Keeps what it is told. */
function createTraceCapture() {
  const requests: TracedRequest[] = [];
  const responses: TracedResponse[] = [];
  const evaluations: TracedEvaluation[] = [];
  const empties: TracedEmpty[] = [];
  const trace: Trace = {
    requested: (request) => void requests.push(request),
    responded: (response) => void responses.push(response),
    evaluated: (evaluation) => void evaluations.push(evaluation),
    emptied: (empty) => void empties.push(empty),
  };
  return { trace, requests, responses, evaluations, empties };
}

const card = {
  post: '/search',
  query: { api_key: 'S3CRET', q: '{customer.email}' },
  body: { customer: '{lookup}', nested: [{ clientSecret: 'S3CRET' }] },
  headers: { 'x-key': 'S3CRET' },
  expect: { customer: '{lookup}' },
  components: [{ componentText: { text: '{{ text }} {{ $lookup }}' } }],
};

void t.test('tells each request, its answer and every expression, without secrets', async (t) => {
  const issuer = await startApi(t, () => ({ json: { access_token: 'S3CRET-token' } }));
  const api = await startApi(t, ({ path }) =>
    path === '/v1/find'
      ? { json: { id: 'cus_1' }, headers: { 'set-cookie': 'S3CRET=1', 'x-request-id': 'r1' } }
      : { json: { text: 'well', customer: 'cus_1' } },
  );
  const { trace, requests, responses, evaluations } = createTraceCapture();
  const settings = {
    auth: {
      oauth2: {
        tokenUrl: `${issuer.origin}/token`,
        clientId: 'cards',
        clientSecret: 'S3CRET',
        authMethod: 'client_secret_post',
      },
    },
    headers: { 'x-other-key': 'S3CRET', 'api-version': '7' },
    lookup: [{ get: '/find', pick: 'id' }],
    cards: { order: card },
  };
  await ask(openAdapter(t, `${api.origin}/v1`, settings, { trace }));

  t.match(requests, [
    { upstream: 'orders', method: 'POST', url: `${issuer.origin}/token`, body: '(hidden)' },
    {
      method: 'GET',
      url: `${api.origin}/v1/find`,
      headers: { authorization: 'Bearer •••', 'x-other-key': '•••', 'api-version': '7' },
      body: null,
    },
    {
      method: 'POST',
      url: `${api.origin}/v1/search?api_key=•••&q=ada%40example.com`,
      body: { customer: 'cus_1', nested: [{ clientSecret: '•••' }] },
      headers: { 'x-key': '•••' },
    },
  ]);
  t.match(responses, [
    { status: 200, body: '(hidden)', failure: null },
    {
      status: 200,
      body: { id: 'cus_1' },
      headers: { 'set-cookie': '•••', 'x-request-id': 'r1' },
      durationMs: Number,
    },
    { status: 200, body: { text: 'well' } },
  ]);
  t.ok(responses.every(({ request }, index) => request === requests[index]));
  t.same(evaluations, [
    { upstream: 'orders', card: null, path: 'lookup[0].pick', expression: 'id', value: 'cus_1' },
    {
      upstream: 'orders',
      card: 'order',
      path: 'expect.customer',
      expression: 'customer',
      value: 'cus_1',
    },
    {
      upstream: 'orders',
      card: 'order',
      path: 'components[0].componentText.text',
      expression: ' text ',
      value: 'well',
    },
    {
      upstream: 'orders',
      card: 'order',
      path: 'components[0].componentText.text',
      expression: ' $lookup ',
      value: 'cus_1',
    },
  ]);
  t.notMatch(JSON.stringify([requests, responses, evaluations]), 'S3CRET');
});

void t.test('tells failures, and what is asked after them', async (t) => {
  const api = await startApi(t, (_request, index) =>
    index === 0 ? { status: '404 Not Found' } : { status: '500 Oops' },
  );
  const { trace, responses } = createTraceCapture();
  const lookup = [
    { get: '/a', pick: 'id' },
    { get: '/b', pick: 'id' },
  ];
  const cards = { order: { ...textCard, get: '/{lookup}' } };
  await ask(openAdapter(t, api.origin, { lookup, cards }, { trace }));
  t.match(responses, [
    { status: 404, body: null, failure: { reason: 'status', status: 404 } },
    { status: 500, body: null, failure: { reason: 'status', status: 500 } },
  ]);
});

void t.test('a request that got no answer has no status', async (t) => {
  const { trace, responses } = createTraceCapture();
  await ask(openAdapter(t, 'http://127.0.0.1:1', {}, { trace }));
  t.match(responses, [{ status: null, failure: { reason: 'connect' } }]);
});

void t.test('headers are masked unless they are well known', (t) => {
  const headers = {
    accept: 'application/json',
    authorization: 'Basic YTpi',
    'x-api-key': 'k',
    'stripe-version': '2026',
    'plain-request-signature': 'ab',
    'x-anything': 'v',
  };
  t.same(maskHeaders(headers), {
    accept: 'application/json',
    authorization: 'Basic •••',
    'x-api-key': '•••',
    'stripe-version': '2026',
    'plain-request-signature': '•••',
    'x-anything': '•••',
  });
  t.end();
});

void t.test('parameters and fields that are named like secrets are masked', (t) => {
  t.equal(
    maskUrl('https://api.test/a?token=x&email=ada%40example.com&appSecret=y#f'),
    'https://api.test/a?token=•••&email=ada%40example.com&appSecret=•••#f',
  );
  t.same(maskBody('{"password":"x","keys":["a"],"deep":{"authToken":"y","n":1}}'), {
    password: '•••',
    keys: ['a'],
    deep: { authToken: '•••', n: 1 },
  });
  t.equal(maskBody('no JSON'), 'no JSON');
  t.end();
});

void t.test('tells why a card has no data', async (t) => {
  const api = await startApi(t, ({ path }) =>
    path === '/find' || path === '/card' ? { json: {} } : { status: '404 Not Found' },
  );
  const { trace, empties } = createTraceCapture();
  const { components } = textCard;
  const email = '{customer.email}';
  const lookup = [{ get: '/find', pick: 'id' }];
  const cards = {
    tenant: { get: '/tenants/{tenant.externalId}', components },
    unsayable: { get: '/card', query: { q: 'id:{customer.email|token}' }, components },
    looked: { get: '/{lookup}', components },
    gone: { get: `/gone/${email}`, components },
    compared: { get: '/card', expect: { id: '{tenant.id}' }, components },
    left: textCard,
  };
  const adapter = openAdapter(t, api.origin, { lookup, cards }, { trace });
  for (const key of Object.keys(cards)) await ask(adapter, { keys: [key] });
  const noValue = (place: string, ...placeholders: string[]) => ({
    kind: 'no_value',
    place,
    placeholders,
  });
  t.same(empties, [
    { card: 'tenant', why: noValue('request', 'tenant.externalId') },
    { card: 'unsayable', why: noValue('request', 'customer.email') },
    { card: 'looked', why: { kind: 'no_id' } },
    {
      card: 'gone',
      why: { kind: 'not_found', request: `GET /gone/${email}`, status: 404 },
    },
    { card: 'compared', why: noValue('expect', 'tenant.id') },
    { card: 'left', why: { kind: 'nothing_left' } },
  ]);
});

void t.test('tells of no reason where there is data', async (t) => {
  const api = await startApi(t, () => ({ json: { text: 'well' } }));
  const { trace, empties } = createTraceCapture();
  await ask(openAdapter(t, api.origin, {}, { trace }));
  t.same(empties, []);
});

import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import type { Test } from 'tap';
import { systemClock } from '../src/clock.ts';
import type { GatewayOptions } from '../src/config/options.ts';
import type { GatewayConfig } from '../src/gateway.ts';
import { attributes } from '../src/observe/tracing/attributes.ts';
import type { Attribute } from '../src/observe/tracing/attributes.ts';
import { openTracing } from '../src/observe/tracing/otlp.ts';
import type { Tracing } from '../src/observe/tracing/otlp.ts';
import { startApi } from './fixtures/json-api.ts';
import type { ApiAnswer, ApiRequest } from './fixtures/json-api.ts';
import { echo, startPlainService } from './fixtures/echo.ts';
import { exchange, get, post, rawPost } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';
import type { LogCapture } from './fixtures/log.ts';
import { startOtlpReceiver } from './fixtures/otlp-receiver.ts';
import type { OtlpReceiver, ReceivedSpan } from './fixtures/otlp-receiver.ts';
import { httpAnswer, startRawServer } from './fixtures/raw-server.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

async function open(
  receiver: OtlpReceiver,
  { sampleRatio = 1, headers = {} } = {},
): Promise<Tracing> {
  const config = { otlp: { url: receiver.url, headers }, sampleRatio, serviceName: 'cards' };
  const opened = await openTracing(config, { clock: systemClock, version: '1.2.3' });
  if (!opened.ok) throw new Error(opened.message);
  return opened.tracing;
}

/** Of all tests. */
const seen: ReceivedSpan[] = [];

/** A gateway that sends its spans to a receiver, and what that has got in the end. */
async function start(t: Test, config: GatewayConfig, settings: Parameters<typeof open>[1] = {}) {
  const receiver = await startOtlpReceiver(t);
  const tracing = await open(receiver, settings);
  const log = createLogCapture();
  const running = await startGateway(t, config, { log, tracer: tracing.tracer });
  return {
    ...running,
    log,
    receiver,
    url: `${running.server.url}/cards`,
    async spans(): Promise<readonly ReceivedSpan[]> {
      await running.server.stop();
      await tracing.close();
      seen.push(...receiver.spans());
      return receiver.spans();
    },
  };
}

function billing(url: string, more: object = {}): GatewayOptions['upstreams'][number] {
  return { name: 'billing', adapter: 'plain', url, cards: { usage: {}, invoice: {} }, ...more };
}

/** Of each request, as the log has it. */
function tracesIn({ lines }: LogCapture): unknown[] {
  return lines.flatMap(({ fields }) => ('requestId' in fields ? [fields['trace_id']] : []));
}

function childrenOf(spans: readonly ReceivedSpan[], parent: ReceivedSpan | undefined) {
  return spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId);
}

function only(spans: readonly ReceivedSpan[], name: string): ReceivedSpan {
  const [span, ...others] = spans.filter((candidate) => candidate.name === name);
  if (span === undefined || others.length > 0)
    throw new Error(`expected one ${name} of ${spans.map(({ name: other }) => other).join()}`);
  return span;
}

await t.test('a request, its call and its attempt are spans of one trace', async (t) => {
  const service = await startPlainService(t, echo);
  const bench = await start(t, configOf({ upstreams: [billing(service.url)] }), {
    headers: { 'x-key': 'k' },
  });
  const { headers } = await post(
    bench.url,
    { cardKeys: ['usage', 'invoice', 'nobodys'], customer: { id: 'c_1' } },
    { ...authorization, 'x-request-id': 'edge-42' },
  );
  const spans = await bench.spans();
  t.equal(spans.length, 3);
  t.equal(new Set(spans.map((span) => span.traceId)).size, 1);

  const request = only(spans, 'POST /cards');
  t.match(request, { kind: 'server', parentSpanId: '', isError: false });
  const { 'customer_cards.request.ref': ref, ...attributes } = request.attributes;
  t.match(ref, /^\w{5}$/);
  t.match(attributes, {
    'http.request.method': 'POST',
    'http.route': '/cards',
    'url.scheme': 'http',
    'http.response.status_code': 200,
    'customer_cards.request.id': 'edge-42',
    'customer_cards.request.outcome': 'answered',
    'customer_cards.request.deadline_missed': false,
    'customer_cards.request.unknown_keys': 1,
    'customer_cards.card.outcome.usage': 'fresh',
    'customer_cards.card.cache.usage': 'miss',
    'customer_cards.card.outcome.invoice': 'fresh',
  });
  t.equal(headers.get('x-request-id'), 'edge-42');
  t.notMatch(bench.receiver.bodies.join(), /nobodys/, 'what was asked for and is unknown');
  for (const phase of ['receive', 'cache', 'wait', 'merge'])
    t.type(request.attributes[`customer_cards.phase_ms.${phase}`], 'number');

  const [call] = childrenOf(spans, request);
  t.match(call, {
    name: 'fetch billing',
    kind: 'internal',
    isError: false,
    attributes: {
      'customer_cards.upstream': 'billing',
      'customer_cards.call.cards': ['usage', 'invoice'],
      'customer_cards.call.result': 'ok',
      'customer_cards.breaker.state': 'closed',
    },
  });
  const [attempt] = childrenOf(spans, call);
  const { hostname, port } = new URL(service.url);
  t.match(attempt, {
    name: 'POST',
    kind: 'client',
    isError: false,
    attributes: {
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': Number(port),
      'http.response.status_code': 200,
    },
  });
  const waited = ['connect', 'first_byte', 'body']
    .map((phase) => Number(attempt?.attributes[`customer_cards.phase_ms.${phase}`]))
    .reduce((sum, ms) => sum + ms, 0);
  t.ok(Math.abs(waited - (attempt?.durationMs ?? 0)) < 50, 'the phases are the attempt');

  t.match(bench.receiver.resource(), { 'service.name': 'cards', 'service.version': '1.2.3' });
  t.match(bench.receiver.headers, [{ 'x-key': 'k', 'content-type': 'application/json' }]);
  t.same(tracesIn(bench.log), [request.traceId]);
});

await t.test('each attempt is a span, also the one that failed', async (t) => {
  const service = await startRawServer(t, ({ socket }, index) => {
    const cards = { cards: [{ key: 'usage', components: [] }] };
    if (index === 0) socket.write(httpAnswer('', { status: '503 Down' }));
    else socket.write(httpAnswer(JSON.stringify(cards)));
  });
  const bench = await start(t, configOf({ upstreams: [billing(`${service.origin}/cards`)] }));
  await bench.ask(['usage']);
  const spans = await bench.spans();
  const [first, second, ...more] = childrenOf(spans, only(spans, 'fetch billing'));
  t.same(more, []);
  t.match(first, {
    isError: true,
    attributes: {
      'error.type': '503',
      'http.response.status_code': 503,
      'customer_cards.reason': 'status',
    },
  });
  t.notOk('http.request.resend_count' in (first?.attributes ?? {}));
  t.match(second, { isError: false, attributes: { 'http.request.resend_count': 1 } });
});

await t.test('failures are told in the words of the metrics', async (t) => {
  const slow = await startRawServer(t, () => {});
  const wrong = await startPlainService(t, ({ cardKeys }) => ({
    cards: cardKeys.map((key) => ({ key, components: [{ componentText: {} }] })),
  }));
  const bench = await start(
    t,
    configOf({
      deadlineMs: 300,
      upstreams: [
        billing('http://127.0.0.1:1/cards', { retry: false }),
        { name: 'slow', adapter: 'plain', url: slow.origin, timeoutMs: 400, cards: { slow: {} } },
        { name: 'wrong', adapter: 'plain', url: wrong.url, cards: { wrong: {} } },
      ],
    }),
  );
  await bench.ask(['usage', 'slow', 'wrong']);
  await pause(300);
  const spans = await bench.spans();
  const request = only(spans, 'POST /cards');
  t.match(request, {
    isError: false,
    attributes: {
      'customer_cards.request.deadline_missed': true,
      'customer_cards.card.outcome.usage': 'unavailable',
      'customer_cards.card.reason.usage': 'connect',
      'customer_cards.card.reason.slow': 'deadline',
      'customer_cards.card.reason.wrong': 'invalid_card',
    },
  });
  const unreachable = only(spans, 'fetch billing');
  t.match(unreachable, {
    isError: true,
    attributes: { 'error.type': 'connect', 'customer_cards.call.result': 'connect' },
  });
  const [refused] = childrenOf(spans, unreachable);
  t.match(refused, { isError: true, attributes: { 'error.type': 'connect' } });
  t.notOk('http.response.status_code' in (refused?.attributes ?? {}));
  const late = only(spans, 'fetch slow');
  t.match(late, { isError: true, attributes: { 'error.type': 'timeout' } });
  t.ok(late.durationMs > request.durationMs, 'a call goes on after the answer');
  t.match(only(spans, 'fetch wrong'), {
    isError: false,
    attributes: { 'customer_cards.card.reason.wrong': 'invalid_card' },
  });
});

await t.test('a card from the cache makes no call', async (t) => {
  const service = await startPlainService(t, echo);
  const bench = await start(t, configOf({ upstreams: [billing(service.url)] }));
  await bench.ask(['usage', 'invoice']);
  await bench.ask(['usage', 'invoice']);
  const spans = await bench.spans();
  const requests = spans.filter(({ kind }) => kind === 'server');
  const [cold, warm] = requests;
  t.equal(requests.length, 2);
  t.not(cold?.traceId, warm?.traceId);
  t.equal(childrenOf(spans, cold).length, 1);
  t.equal(childrenOf(spans, warm).length, 0);
  t.match(warm?.attributes, {
    'customer_cards.card.outcome.usage': 'cached',
    'customer_cards.card.cache.usage': 'hit',
  });
});

await t.test('a request that joins a call is linked to it', async (t) => {
  const { promise: isHeld, resolve: release } = Promise.withResolvers<void>();
  const { promise: hasCome, resolve: come } = Promise.withResolvers<void>();
  const service = await startPlainService(t, async (query) => {
    come();
    await isHeld;
    return echo(query);
  });
  const bench = await start(t, configOf({ upstreams: [billing(service.url)] }));
  const first = bench.ask(['usage', 'invoice']);
  await hasCome;
  const second = bench.ask(['usage', 'invoice']);
  await pause(50);
  release();
  await Promise.all([first, second]);
  const spans = await bench.spans();
  const call = only(spans, 'fetch billing');
  const requests = spans.filter(({ kind }) => kind === 'server');
  const joined = requests.find((span) => span.spanId !== call.parentSpanId);
  t.equal(requests.length, 2);
  t.same(new Set(joined?.links), new Set([call.spanId]));
  t.equal(joined?.attributes['customer_cards.card.cache.usage'], 'coalesced');
  t.same(
    requests.filter((span) => span !== joined).flatMap(({ links }) => links),
    [],
  );
});

await t.test('a JSON API is asked under a template that names no customer', async (t) => {
  const api = await startApi(t, ({ path }: ApiRequest): ApiAnswer => {
    if (path === '/oauth/token')
      return { json: { access_token: 'x', token_type: 'Bearer', expires_in: 3600 } };
    return path === '/s3cr3t/customers/c_1'
      ? { json: { id: 'cus_9' } }
      : { json: { text: 'shown' } };
  });
  const bench = await start(
    t,
    configOf({
      upstreams: [
        {
          name: 'orders',
          adapter: 'json',
          url: api.origin,
          auth: {
            oauth2: {
              tokenUrl: `${api.origin}/oauth/token`,
              clientId: 'x',
              clientSecret: 'y',
            },
          },
          lookup: [{ get: '/s3cr3t/customers/{customer.id}', pick: 'id' }],
          cards: {
            order: {
              get: '/v1/customers/{lookup}/orders',
              query: { email: '{customer.email}' },
              components: [{ componentText: { text: '{{ text }}' } }],
            },
          },
        },
      ],
    }),
  );
  const customer = { id: 'c_1', email: 'ada@example.com', externalId: null };
  await bench.ask(['order'], { customer });
  const spans = await bench.spans();
  const asked = childrenOf(spans, only(spans, 'fetch orders'));
  t.same(
    asked.map(({ name, attributes }) => [name, attributes['url.template']]),
    [
      ['POST', undefined],
      ['GET /*/customers/{customer.id}', '/*/customers/{customer.id}'],
      ['GET /v1/customers/{lookup}/orders', '/v1/customers/{lookup}/orders'],
    ],
  );
  t.equal(new Set(api.asked.map(({ headers }) => headers.get('traceparent'))).size, 3);
});

await t.test('a refused request is a span that says why', async (t) => {
  const service = await startPlainService(t, echo);
  const bench = await start(t, configOf({ upstreams: [billing(service.url)] }));
  await post(bench.url, '{}', { traceparent: `00-${traceId}-${spanId}-01` });
  await post(bench.url, '{', authorization);
  const spans = await bench.spans();
  t.match(spans, [
    {
      traceId,
      isError: false,
      attributes: {
        'http.response.status_code': 401,
        'customer_cards.request.outcome': 'unauthorized',
        'customer_cards.request.cause': 'no_credentials',
      },
    },
    { attributes: { 'http.response.status_code': 400 } },
  ]);
  t.equal(tracesIn(bench.log)[0], traceId);
});

await t.test('a client that gives up gets no status', async (t) => {
  const { promise: hasCome, resolve: come } = Promise.withResolvers<void>();
  const service = await startPlainService(t, async () => {
    come();
    await pause(100);
    return {};
  });
  const bench = await start(t, configOf({ upstreams: [billing(service.url)] }));
  const giveUp = new AbortController();
  const body = JSON.stringify({ cardKeys: ['usage'], customer: { id: 'c_1' } });
  const headers = { ...authorization, 'content-type': 'application/json' };
  const answer = fetch(bench.url, { method: 'POST', body, headers, signal: giveUp.signal });
  await hasCome;
  giveUp.abort();
  await t.rejects(answer);
  await pause(200);
  const request = only(await bench.spans(), 'POST /cards');
  t.match(request, { isError: true, attributes: { 'error.type': 'aborted' } });
  t.notOk('http.response.status_code' in request.attributes);
});

await t.test('the trace of a request goes on, to the services', async (t) => {
  const service = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer(JSON.stringify({ cards: [{ key: 'usage', components: [] }] })));
  });
  const bench = await start(t, configOf({ upstreams: [billing(`${service.origin}/cards`)] }));
  const context = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'edge=t61,x@y=1' };
  const body = { cardKeys: ['usage'], customer: { id: 'c_1' } };
  await post(bench.url, body, { ...authorization, ...context });
  const spans = await bench.spans();
  t.match(only(spans, 'POST /cards'), { traceId, parentSpanId: spanId });
  const [told] = service.requests;
  t.equal(told?.headers.get('traceparent'), `00-${traceId}-${only(spans, 'POST').spanId}-01`);
  t.equal(told?.headers.get('tracestate'), 'edge=t61,x@y=1');
  t.notMatch(bench.receiver.bodies.join(), /t61/, "what others say stays the others'");
});

await t.test('what is no trace begins a new one', async (t) => {
  const service = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer(JSON.stringify({ cards: [{ key: 'usage', components: [] }] })));
  });
  const bench = await start(t, configOf({ upstreams: [billing(`${service.origin}/cards`)] }));
  const body = JSON.stringify({ cardKeys: ['usage'], customer: { id: 'c_1' } });
  const fields = [
    `Authorization: ${authorization.authorization}`,
    `Traceparent: 00-${traceId}-${spanId}-01`,
    `Traceparent: 00-${traceId}-${spanId}-01`,
    'Tracestate: edge=t61',
  ];
  t.match(await exchange(bench.url, rawPost(fields, body)), /^HTTP\/1\.1 200 /);
  const spans = await bench.spans();
  const request = only(spans, 'POST /cards');
  t.not(request.traceId, traceId);
  t.equal(request.parentSpanId, '');
  t.equal(service.requests[0]?.headers.has('tracestate'), false);
  t.match(service.requests[0]?.headers.get('traceparent'), new RegExp(`^00-${request.traceId}-`));
});

await t.test('of what is not sampled nothing is exported', async (t) => {
  const service = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer(JSON.stringify({ cards: [{ key: 'usage', components: [] }] })));
  });
  const config = configOf({ upstreams: [billing(`${service.origin}/cards`)] });
  const never = await start(t, config, { sampleRatio: 0 });
  await never.ask(['usage']);
  t.same(await never.spans(), []);
  t.match(service.requests[0]?.headers.get('traceparent'), /^00-.*-00$/, 'and services are told');

  const always = await start(t, config);
  const body = { cardKeys: ['usage'], customer: { id: 'c_1' } };
  const unsampled = { traceparent: `00-${traceId}-${spanId}-00` };
  await post(always.url, body, { ...authorization, ...unsampled });
  t.same(await always.spans(), [], "the caller's word counts");

  const parent = await start(t, config, { sampleRatio: 0 });
  const sampled = { traceparent: `00-${traceId}-${spanId}-01` };
  await post(parent.url, body, { ...authorization, ...sampled });
  t.equal((await parent.spans()).length, 3, 'also where it is yes');
});

await t.test('a receiver that is down or refuses costs cards nothing', async (t) => {
  const refusing = await startOtlpReceiver(t, () => ({ status: 400 }));
  for (const url of ['http://127.0.0.1:1/v1/traces', refusing.url]) {
    const service = await startPlainService(t, echo);
    const { tracer, droppedSpans } = await open({ ...refusing, url });
    const config = configOf({ upstreams: [billing(service.url)] });
    const { ask, server } = await startGateway(t, config, { tracer, droppedSpans });
    t.equal((await ask(['usage'])).cards[0]?.timeToLiveSeconds, 60);
    if (url !== refusing.url) continue;
    await refusing.came(3);
    while (droppedSpans() === 0) await pause(1);
    const { text } = await get(`${server.adminUrl}/metrics`);
    t.match(text, /^customer_cards_spans_dropped_total 3$/m, 'what it does not take is counted');
  }
});

await t.test('spans are sent soon, not only at the end', async (t) => {
  const service = await startPlainService(t, echo);
  const { ask, receiver } = await start(t, configOf({ upstreams: [billing(service.url)] }));
  await ask(['usage']);
  t.equal((await receiver.came(3)).length, 3);
});

await t.test('without tracing the trace of a request is handed on as it came', async (t) => {
  const service = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer(JSON.stringify({ cards: [{ key: 'usage', components: [] }] })));
  });
  const log = createLogCapture();
  const config = configOf({
    upstreams: [billing(`${service.origin}/cards`)],
    cache: { coolDownSeconds: 0 },
  });
  const { server } = await startGateway(t, config, { log });
  const ask = (id: string, context: Record<string, string>) =>
    post(
      `${server.url}/cards`,
      { cardKeys: ['usage'], customer: { id } },
      { ...authorization, ...context },
    );
  const context = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'edge=1' };
  await ask('c_1', context);
  await ask('c_2', { ...context, traceparent: 'garbage' });
  await ask('c_3', {});
  const told = service.requests.map(({ headers }) =>
    ['traceparent', 'tracestate'].map((name) => headers.get(name)),
  );
  t.same(told, [
    [context.traceparent, 'edge=1'],
    [undefined, undefined],
    [undefined, undefined],
  ]);
  t.same(tracesIn(log), [traceId, undefined, undefined]);
});

await t.test('spans say what docs/tracing.md has, and all of it', (t) => {
  const words = { server: 'request', internal: 'call', client: 'HTTP request' } as const;
  const said = seen.flatMap(({ kind, attributes: own }) =>
    Object.keys(own).map((name) => `${words[kind]}: ${templateOf(name)}`),
  );
  const documented = Object.entries<Attribute>(attributes).flatMap(([name, { on }]) =>
    on.map((where) => `${where}: ${name}`),
  );
  t.same([...new Set(said)].sort(), documented.sort());
  t.end();
});

/** Cards and phases are whatever they are. */
function templateOf(name: string): string {
  return name
    .replace(/^(customer_cards\.card\.\w+\.).+/, '$1<card>')
    .replace(/^(customer_cards\.phase_ms\.).+/, '$1<phase>');
}

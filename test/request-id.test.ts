import Fastify from 'fastify';
import t from 'tap';
import { createGateway } from '../src/create-gateway.ts';
import { customerCards } from '../plugins/cards.ts';
import { echo } from './fixtures/echo.ts';
import { exchange, post, rawPost } from './fixtures/http.ts';
import { createLogCapture } from './fixtures/log.ts';
import type { LogCapture } from './fixtures/log.ts';
import { authorization, configOf, startGateway } from './fixtures/stack.ts';

const upstream = {
  name: 'billing',
  adapter: 'function',
  fetch: async (query: Parameters<typeof echo>[0]) => echo(query),
  cards: { usage: {} },
} as const;
const question = JSON.stringify({ cardKeys: ['usage'], customer: { id: 'c_1' } });
const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

function idsIn(log: LogCapture): unknown[] {
  return log.lines.flatMap(({ fields }) => ('requestId' in fields ? [fields['requestId']] : []));
}

const log = createLogCapture();
const { server } = await startGateway(t, configOf({ upstreams: [upstream] }), { log });
const url = `${server.url}/cards`;
t.beforeEach(() => log.clear());

await t.test("a request keeps its id, in the answer and in the log's one line", async (t) => {
  const { status, headers } = await post(url, question, {
    ...authorization,
    'x-request-id': 'edge-42',
  });
  t.equal(status, 200);
  t.equal(headers.get('x-request-id'), 'edge-42');
  t.same(idsIn(log), ['edge-42']);
});

await t.test('a request without an id gets one', async (t) => {
  const { headers } = await post(url, question, authorization);
  t.match(headers.get('x-request-id'), uuid);
  t.same(idsIn(log), [headers.get('x-request-id')]);
});

await t.test('an id that is none is replaced', async (t) => {
  for (const [index, bad] of [
    ['X-Request-Id: ada@example.com'],
    ['X-Request-Id: a', 'X-Request-Id: b'],
    [`X-Request-Id: ${'x'.repeat(4_000)}`],
    ['X-Request-Id: a\tb'],
    ['X-Request-Id: \u00e9'],
  ].entries()) {
    log.clear();
    const fields = [`Authorization: ${authorization.authorization}`, ...bad];
    const answer = await exchange(url, rawPost(fields, question));
    const [, id = ''] = /^x-request-id: (.*)\r$/m.exec(answer) ?? [];
    t.match(answer, /^HTTP\/1\.1 200 /);
    t.match(id, uuid, String(index));
    t.same(idsIn(log), [id]);
  }
});

await t.test('a refused request keeps its id as well', async (t) => {
  const id = { 'x-request-id': 'edge-43' };
  const refused = [
    await post(url, question, id),
    await post(url, '{', { ...authorization, ...id }),
    await post(url, question, { ...authorization, ...id, 'content-type': 'text/plain' }),
    await post(url, 'x'.repeat(70_000), { ...authorization, ...id }),
  ];
  t.same(
    refused.map(({ status }) => status),
    [401, 400, 415, 413],
  );
  for (const { headers } of refused) t.equal(headers.get('x-request-id'), 'edge-43');
  t.same(idsIn(log), ['edge-43', 'edge-43', 'edge-43', 'edge-43']);
});

await t.test('what a proxy may misread has its id in the log', async (t) => {
  await exchange(
    url,
    'POST /cards HTTP/1.1\r\nHost: a\r\nHost: b\r\nX-Request-Id: odd-1\r\nConnection: close\r\n\r\n',
  );
  t.same(idsIn(log), ['odd-1']);
});

await t.test("an application's own id of the request is the gateway's too", async (t) => {
  const log = createLogCapture();
  const gateway = createGateway(
    {
      auth: { headers: [{ name: 'authorization', value: authorization.authorization }] },
      upstreams: [upstream],
    },
    { log },
  );
  const ids = ['host-1', 'two words'];
  const app = Fastify({ genReqId: () => ids.shift() ?? '' });
  app.register(customerCards, { gateway });
  t.teardown(() => app.close());
  const headers = { ...authorization, 'content-type': 'application/json' };
  const request = { method: 'POST', url: '/cards', headers, payload: question } as const;
  const kept = await app.inject(request);
  const replaced = await app.inject(request);
  t.equal(kept.headers['x-request-id'], 'host-1');
  t.match(String(replaced.headers['x-request-id']), uuid);
  t.same(idsIn(log), ['host-1', replaced.headers['x-request-id']]);
});

import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import t from 'tap';
import { defaultCustomer } from '../src/demo/customers.ts';
import { validateCard } from '../src/validate/card.ts';
import { exchange, get, post, rawPost } from './fixtures/http.ts';
import {
  allKeys,
  authorization,
  createServices,
  loadShippedConfig,
  startGateway,
} from './fixtures/stack.ts';

const { server, ask } = await startGateway(t, await loadShippedConfig(t, createServices()));
const url = `${server.url}/cards`;
const question = { cardKeys: ['usage'], customer: defaultCustomer };

const anyKey = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...allKeys) },
  fc.constantFrom('', '__proto__', 'constructor', 'usage ', 'Usage', 'a/b', '"', '\0', '\ud800'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

await t.test('any keys, in any order, repeated or unknown, are answered once each', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyKey, { maxLength: 60 }), async (cardKeys) => {
      const { status, cards } = await ask(cardKeys);
      const keys = cards.map(({ key }) => key);
      if (status !== 200) throw new Error(`status ${status}`);
      if (JSON.stringify(keys) !== JSON.stringify([...new Set(cardKeys)])) {
        throw new Error(`answered ${JSON.stringify(keys)}`);
      }
      for (const card of cards) {
        const valid = validateCard(card);
        if (!valid.ok) throw new Error(`${card.key}: ${valid.pointer} ${valid.rule}`);
        if (card.timeToLiveSeconds < 15) throw new Error(`${card.key}: no TTL for Plain`);
      }
    }),
    { numRuns: 100 },
  );
  t.pass('100 runs');
});

await t.test('no keys get an answer without cards', async (t) => {
  const { status, text } = await ask([]);
  t.equal(status, 200);
  t.equal(text, '{"cards":[]}');
});

await t.test('__proto__ is a key like any other', async (t) => {
  const { status, cards } = await ask(['__proto__', 'usage', 'constructor']);
  t.equal(status, 200);
  t.strictSame(
    cards.map(({ key }) => key),
    ['__proto__', 'usage', 'constructor'],
  );
  t.match(JSON.stringify(cards[0]?.components), /No service is set up for this card/);
});

await t.test('an unknown key is told so, and costs the known ones nothing', async (t) => {
  const { cards } = await ask(['no-such-card', 'usage']);
  t.match(cards, [{ key: 'no-such-card', timeToLiveSeconds: 60 }, { key: 'usage' }]);
  t.match(JSON.stringify(cards[0]?.components), /No service is set up for this card/);
  t.match(JSON.stringify(cards[1]?.components), /Events sent/);
});

await t.test("the answer is JSON, and says so in Plain's terms", async (t) => {
  const { headers, text } = await ask(allKeys);
  t.equal(headers.get('content-type'), 'application/json; charset=utf-8');
  t.equal(headers.get('content-length'), String(Buffer.byteLength(text)));
});

await t.test('a query string is ignored', async (t) => {
  const { status, cards } = await post(`${url}?batch=sentry&key=x`, question, authorization);
  t.equal(status, 200);
  t.equal(cards.length, 1);
});

await t.test('the older shape, without customer.id and thread, is answered', async (t) => {
  const { email, externalId } = defaultCustomer;
  const { cards } = await ask(['usage'], { customer: { email, externalId } });
  t.match(JSON.stringify(cards[0]?.components), /Events sent/);
});

await t.test('explicit nulls and unknown fields are tolerated', async (t) => {
  const { cards } = await ask(['usage'], {
    timestamp: '2026-01-01T00:00:00Z',
    thread: null,
    tenant: { id: null, externalId: null, name: 'x' },
    customer: { ...defaultCustomer, externalId: null, fullName: 'x' },
  });
  t.match(JSON.stringify(cards[0]?.components), /Events sent/);
});

await t.test('a body that is no request is refused with what was expected', async (t) => {
  for (const [body, message] of [
    ['{"cardKeys":', /expected JSON/],
    ['', /expected JSON/],
    ['[]', /expected a JSON object/],
    ['{"customer":{}}', /cardKeys: expected an array/],
    ['{"cardKeys":[7],"customer":{}}', /cardKeys\.0: expected a string/],
  ] as const) {
    const { status, text } = await post(url, body, authorization);
    t.equal(status, 400, body);
    t.match(text, message);
  }
});

await t.test('a request without any body is refused', async (t) => {
  const fields = ['Host: x', 'Connection: close', `Authorization: ${authorization.authorization}`];
  const answer = await exchange(url, `POST /cards HTTP/1.1\r\n${fields.join('\r\n')}\r\n\r\n`);
  t.match(answer, /^HTTP\/1\.1 400 /);
});

await t.test('a body over the limit is refused, announced or not', async (t) => {
  const large = JSON.stringify({ ...question, padding: 'x'.repeat(70_000) });
  t.equal((await post(url, large, authorization)).status, 413);
  const chunked = await exchange(
    server.url,
    [
      'POST /cards HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: close',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      `Authorization: ${authorization.authorization}`,
      '',
      large.length.toString(16),
      large,
      '0',
      '',
      '',
    ].join('\r\n'),
  );
  t.match(chunked, /^HTTP\/1\.1 413 /);
});

await t.test('only plain JSON is accepted', async (t) => {
  const body = JSON.stringify(question);
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json', 'nonsense']) {
    const { status } = await post(url, body, { ...authorization, 'content-type': type });
    t.equal(status, 415, type);
  }
  const gzipped = await fetch(url, {
    method: 'POST',
    body: gzipSync(body),
    headers: {
      ...authorization,
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    },
  });
  t.equal(gzipped.status, 415);
  t.match(await gzipped.text(), /Content-Encoding/);
});

await t.test('nothing but POST /cards is served', async (t) => {
  const found = await get(url, authorization);
  t.equal(found.status, 404);
  t.equal(found.text, '{"error":"Not found."}');
  for (const path of ['/', '/cards/', '/cards/usage', '/Cards', '//cards', '/metrics', '/livez']) {
    t.equal((await post(`${server.url}${path}`, question, authorization)).status, 404, path);
  }
  for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
    const response = await fetch(url, { method, headers: authorization });
    t.equal(response.status, 404, method);
  }
});

await t.test('a body for a path that is not served is never read as JSON', async (t) => {
  const { status, text } = await post(`${server.url}/other`, '{"broken":');
  t.equal(status, 404);
  t.equal(text, '{"error":"Not found."}');
});

await t.test('a request whose length is ambiguous is refused', async (t) => {
  const body = JSON.stringify(question);
  const secret = `Authorization: ${authorization.authorization}`;
  t.match(await exchange(url, rawPost([secret], body)), /^HTTP\/1\.1 200 /);
  for (const field of [
    'Transfer-Encoding: chunked',
    `Content-Length: ${body.length + 1}`,
    'Transfer-Encoding : chunked',
  ]) {
    t.match(await exchange(url, rawPost([secret, field], body)), /^HTTP\/1\.1 400 /, field);
  }
});

import * as fc from 'fast-check';
import t from 'tap';
import { parseCardRequest } from '../../src/parse/card-request.ts';

function parse(body: unknown) {
  return parseCardRequest(Buffer.from(JSON.stringify(body)));
}

function parseText(text: string) {
  return parseCardRequest(Buffer.from(text));
}

function customerOf(customer: unknown) {
  const parsed = parse({ cardKeys: [], customer });
  return parsed.ok ? parsed.request.subject.customer : parsed.message;
}

const nobody = { id: null, email: null, externalId: null };
const ada = { id: 'c_1', email: 'ada@example.com', externalId: 'user 1' };

await t.test('reads keys, customer, thread and tenant', async (t) => {
  const thread = { id: 'th_1', externalId: null };
  const tenant = { id: 'te_1', externalId: 'org-1' };
  t.same(parse({ cardKeys: ['plan', 'usage'], customer: ada, thread, tenant }), {
    ok: true,
    request: { cardKeys: ['plan', 'usage'], subject: { customer: ada, thread, tenant } },
  });
});

await t.test('reads the older shape without customer.id and thread', async (t) => {
  const { email, externalId } = ada;
  t.same(parse({ cardKeys: ['plan'], customer: { email, externalId } }), {
    ok: true,
    request: {
      cardKeys: ['plan'],
      subject: { customer: { ...ada, id: null }, thread: null, tenant: null },
    },
  });
});

await t.test('tolerates unknown fields anywhere', async (t) => {
  const customer = { ...ada, name: 'Ada', tags: [{}] };
  const sent = {
    timestamp: '2026-01-01T00:00:00Z',
    cardKeys: ['plan'],
    customer,
    thread: { x: 1 },
  };
  t.same(parse(sent), parse({ cardKeys: ['plan'], customer: ada }));
});

await t.test('asks for a repeated key once, in the order of first occurrence', async (t) => {
  const parsed = parse({ cardKeys: ['b', 'a', 'b', 'c', 'a'] });
  t.match(parsed, { ok: true, request: { cardKeys: ['b', 'a', 'c'] } });
});

await t.test('keeps keys that Plain would not send', async (t) => {
  const cardKeys = ['', '__proto__', 'a b', 'ключ', '\ud800', 'x'.repeat(500)];
  t.match(parse({ cardKeys }), { ok: true, request: { cardKeys } });
});

await t.test('takes no keys for a request without keys', async (t) => {
  t.match(parse({ cardKeys: [] }), { ok: true, request: { cardKeys: [] } });
});

await t.test('reads absent, null, empty and blank identifiers as null', async (t) => {
  t.same(customerOf(undefined), nobody);
  t.same(customerOf(null), nobody);
  t.same(customerOf({}), nobody);
  t.same(customerOf({ id: null, email: '', externalId: ' \t\n' }), nobody);
});

await t.test('does not trim an identifier', async (t) => {
  t.same(customerOf({ externalId: ' a ' }), { ...nobody, externalId: ' a ' });
});

await t.test('reads integers for ids as decimal strings', async (t) => {
  t.same(customerOf({ id: 42, externalId: -7 }), { ...nobody, id: '42', externalId: '-7' });
  t.same(customerOf({ id: 0 }), { ...nobody, id: '0' });
});

await t.test('refuses a number that parsing could have changed', async (t) => {
  for (const number of ['9007199254740993', '1e400', '1.5', '12345678901234567890']) {
    const parsed = parseText(`{"cardKeys":[],"customer":{"externalId":${number}}}`);
    const message = 'customer.externalId: expected a string, an integer or null';
    t.same(parsed, { ok: false, message }, number);
  }
});

await t.test('replaces lone surrogates in identifiers', async (t) => {
  t.same(customerOf({ externalId: 'a\ud800b' }), { ...nobody, externalId: 'a\ufffdb' });
});

await t.test('reads a thread or tenant without identifiers as null', async (t) => {
  for (const reference of [undefined, null, {}, { id: null, externalId: '' }]) {
    const parsed = parse({ cardKeys: [], thread: reference, tenant: reference });
    t.match(parsed, { ok: true, request: { subject: { thread: null, tenant: null } } });
  }
});

await t.test('keeps a thread that has only one identifier', async (t) => {
  const parsed = parse({ cardKeys: [], thread: { externalId: 9 } });
  const thread = { id: null, externalId: '9' };
  t.match(parsed, { ok: true, request: { subject: { thread } } });
});

await t.test('tolerates a byte order mark', async (t) => {
  t.equal(parseText('\ufeff{"cardKeys":[]}').ok, true);
});

await t.test('takes the last of duplicate fields', async (t) => {
  const parsed = parseText('{"cardKeys":["a"],"cardKeys":["b"]}');
  t.match(parsed, { ok: true, request: { cardKeys: ['b'] } });
});

await t.test('reads nothing through __proto__', async (t) => {
  const parsed = parseText(
    '{"cardKeys":[],"__proto__":{"customer":{"id":"x"}},"customer":{"__proto__":{"id":"x"}}}',
  );
  t.match(parsed, { ok: true, request: { subject: { customer: nobody } } });
  t.equal(Reflect.get({}, 'id'), undefined);
});

await t.test('names the field and what was expected', async (t) => {
  const long = 'x'.repeat(1001);
  const cases: [unknown, string][] = [
    [null, 'body: expected a JSON object'],
    [[], 'body: expected a JSON object'],
    ['x', 'body: expected a JSON object'],
    [{}, 'cardKeys: expected an array of strings'],
    [{ keys: ['a'] }, 'cardKeys: expected an array of strings'],
    [{ cardKeys: 'a' }, 'cardKeys: expected an array of strings'],
    [{ cardKeys: ['a', 1] }, 'cardKeys.1: expected a string'],
    [{ cardKeys: ['x'.repeat(501)] }, 'cardKeys.0: expected at most 500 characters'],
    [{ cardKeys: Array(101).fill('a') }, 'cardKeys: expected at most 100 keys'],
    [{ cardKeys: [], customer: 'c_1' }, 'customer: expected an object or null'],
    [{ cardKeys: [], customer: [] }, 'customer: expected an object or null'],
    [{ cardKeys: [], thread: 'th_1' }, 'thread: expected an object or null'],
    [{ cardKeys: [], customer: { email: 1 } }, 'customer.email: expected a string or null'],
    [
      { cardKeys: [], customer: { email: long } },
      'customer.email: expected at most 1000 characters',
    ],
    [{ cardKeys: [], customer: { id: long } }, 'customer.id: expected at most 1000 characters'],
    [
      { cardKeys: [], tenant: { id: {}, externalId: true } },
      'tenant.id: expected a string, an integer or null; tenant.externalId: expected a string, an integer or null',
    ],
  ];
  for (const [body, message] of cases) t.same(parse(body), { ok: false, message }, message);
});

await t.test('accepts identifiers of 1000 characters', async (t) => {
  const longest = 'x'.repeat(1000);
  t.same(customerOf({ id: longest, email: longest }), { ...nobody, id: longest, email: longest });
});

await t.test('refuses what is not JSON, without a word of it', async (t) => {
  for (const text of ['', '{', "{'cardKeys':[]}", 'secret@example.com']) {
    t.same(parseText(text), { ok: false, message: 'body: expected JSON' });
  }
});

await t.test('refuses bytes that are not UTF-8', async (t) => {
  const rawBody = Buffer.concat([
    Buffer.from('{"cardKeys":["'),
    Buffer.from([0xff]),
    Buffer.from('"]}'),
  ]);
  t.same(parseCardRequest(rawBody), { ok: false, message: 'body: expected UTF-8' });
});

await t.test('survives deep nesting', async (t) => {
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  t.equal(parseText(deep).ok, false);
  t.equal(parseText(`{"cardKeys":${deep}}`).ok, false);
  t.equal(parseText(`{"cardKeys":[],"extra":${deep}}`).ok, true);
});

await t.test('does not throw for any JSON or any bytes', async (t) => {
  const field = fc.constantFrom('cardKeys', 'customer', 'thread', 'tenant', 'id', '__proto__');
  const json = fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue()));
  fc.assert(fc.property(json, (body) => typeof parse(body).ok === 'boolean'));
  fc.assert(
    fc.property(
      fc.uint8Array(),
      (bytes) => typeof parseCardRequest(Buffer.from(bytes)).ok === 'boolean',
    ),
  );
  t.pass();
});

await t.test(
  'reads a request the same in any order of fields and with any extra ones',
  async (t) => {
    const identifier = fc.option(fc.string({ maxLength: 20 }));
    const reference = fc.option(fc.record({ id: identifier, externalId: identifier }));
    const customer = fc.record({ id: identifier, email: identifier, externalId: identifier });
    const cardKeys = fc.array(fc.string(), { maxLength: 5 });
    const request = fc.record({ cardKeys, customer, thread: reference, tenant: reference });
    const extras = fc.array(
      fc.tuple(
        fc.string().map((name) => `x${name}`),
        fc.jsonValue(),
      ),
    );
    const shuffled = request.chain((sent) =>
      fc.tuple(
        fc.constant(sent),
        extras.chain((extra) =>
          fc.shuffledSubarray([...extra, ...Object.entries(sent)], {
            minLength: extra.length + Object.keys(sent).length,
          }),
        ),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([sent, entries]) => {
        const parsed = parse(Object.fromEntries(entries));
        t.same(parsed, parse(sent));
        return parsed.ok;
      }),
    );
  },
);

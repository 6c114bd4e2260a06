import * as fc from 'fast-check';
import t from 'tap';
import { placeholderNames, placeholderValues } from '../../src/mapping/placeholder.ts';
import { compilePlain, compileRequest } from '../../src/mapping/request-template.ts';
import type { RenderedRequest, RequestDefinition } from '../../src/mapping/request-template.ts';

const subject = {
  customer: { id: 'c_1', email: 'Ada+x@B.com', externalId: 'acct/1' },
  thread: { id: 'th_1', externalId: null },
  tenant: null,
};

function render(
  definition: RequestDefinition,
  customer: Partial<typeof subject.customer> = {},
): RenderedRequest | undefined {
  const compiled = compileRequest(definition);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const about = { ...subject, customer: { ...subject.customer, ...customer } };
  return compiled.request.render(placeholderValues(about, 'cus_1'));
}

/** "path @offset: message". */
function mistakesIn(definition: RequestDefinition): string[] {
  const compiled = compileRequest(definition);
  if (compiled.ok) return [];
  return compiled.problems.map(
    ({ path, at, message, offset = '' }) =>
      `${path.join('/')}${at === 'key' ? ' (key)' : ''} @${offset}: ${message}`,
  );
}

void t.test('fills in a path, a query and headers, each encoded for itself', async (t) => {
  t.same(
    render({
      get: '/customers/{customer.externalId}/x:{customer.id}',
      query: {
        email: '{customer.email|lower}',
        ids: ['{lookup}', 5, true],
        q: 'a&b=c',
        search: 'email:{customer.email|stripe} AND x',
      },
      headers: { 'X-Id': 'id {lookup|token}', Accept: 'application/json' },
    }),
    {
      method: 'GET',
      path: '/customers/acct%2F1/x:c_1?email=ada%2Bx%40b.com&ids=cus_1&ids=5&ids=true&q=a%26b%3Dc&search=email%3A%22Ada%2Bx%40B.com%22+AND+x',
      headers: { 'x-id': 'id cus_1', accept: 'application/json' },
    },
  );
});

void t.test('fills in a body', async (t) => {
  t.same(
    render({
      post: '/graphql',
      body: {
        query: 'query ($id: ID!) { customer(id: $id) { id name } }',
        variables: { id: '{lookup}', list: ['{customer.email|upper}', 1, null, false], '': '' },
      },
    }),
    {
      method: 'POST',
      path: '/graphql',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"query ($id: ID!) { customer(id: $id) { id name } }","variables":{"id":"cus_1","list":["ADA+X@B.COM",1,null,false],"":""}}',
    },
  );
  t.same(render({ post: '/x', body: null })?.body, 'null');
  t.same(render({ post: '/x' }), { method: 'POST', path: '/x', headers: {} });
  t.equal(
    render({ post: '/x', body: 'a', headers: { 'Content-Type': 'text/x' } })?.headers[
      'content-type'
    ],
    'text/x',
  );
  t.equal(
    render({ post: '/x', body: { ['__proto__']: '{lookup}' } })?.body,
    '{"__proto__":"cus_1"}',
  );
});

void t.test('the filters', async (t) => {
  const filtered = (filters: string, email: string): string | undefined =>
    render({ get: '/x', query: { v: `{customer.email|${filters}}` } }, { email })?.path;
  t.equal(filtered('lower', 'A@B'), '/x?v=a%40b');
  t.equal(filtered('upper', 'a'), '/x?v=A');
  t.equal(filtered('trim', ' a '), '/x?v=a');
  t.equal(filtered('trim|lower|token', ' A '), '/x?v=a');
  t.equal(filtered('domain', 'a@b@C.com'), '/x?v=c.com');
  t.equal(filtered('domain', 'nobody'), undefined);
  t.equal(filtered('domain', 'a@'), undefined, 'an empty value is none');
  t.equal(filtered('trim', '  '), undefined);
  t.equal(filtered('token', 'a_B-9'), '/x?v=a_B-9');
  t.equal(filtered('token', 'a b'), undefined);
  t.equal(filtered('token', 'a'.repeat(201)), undefined);
  t.equal(filtered('odata', "o'n"), '/x?v=%27o%27%27n%27');
});

void t.test('renders nothing where a value is missing, or can not be said', async (t) => {
  const places: RequestDefinition[] = [
    { get: '/{tenant.id}' },
    { get: '/x', query: { v: '{thread.externalId}' } },
    { get: '/x', query: { v: ['a', '{tenant.externalId}'] } },
    { post: '/x', body: [{ a: ['{tenant.id}'] }] },
    { get: '/x', headers: { v: '{tenant.id}' } },
  ];
  for (const definition of places) t.equal(render(definition), undefined);
  t.equal(render({ get: '/x', headers: { v: '{customer.email}' } }, { email: 'ü' }), undefined);
  t.equal(
    render({ get: '/x', headers: { v: '{customer.email}' } }, { email: 'a\r\nb: c' }),
    undefined,
  );
  t.equal(render({ get: '/{customer.email}' }, { email: 'a\ud800' }), undefined);
  for (const externalId of ['', '.', '..', '../admin', 'a/../b', '..\\x', 'a/..', '..;x'])
    t.equal(render({ get: '/{customer.externalId}/x' }, { externalId }), undefined, externalId);
  t.equal(render({ get: '/{customer.externalId}' }, { externalId: 'a..b' })?.path, '/a..b');
});

void t.test('names what it needs', async (t) => {
  const needs = (definition: RequestDefinition): unknown => {
    const compiled = compileRequest(definition);
    return compiled.ok && [[...compiled.request.names], [...compiled.request.dimensions]];
  };
  t.same(needs({ get: '/x' }), [[], []]);
  t.same(needs({ get: '/{customer.id}', query: { a: '{lookup}' } }), [
    ['customer.id', 'lookup'],
    ['customer'],
  ]);
  t.same(needs({ post: '/x', body: { a: '{thread.id}' }, headers: { b: '{tenant.externalId}' } }), [
    ['tenant.externalId', 'thread.id'],
    ['tenant', 'thread'],
  ]);
});

const needsFilter =
  'a value inside a longer text needs a filter that quotes it: token, or that of the query language';
const writtenAs =
  'expected a placeholder as in {customer.email|lower}: one pair of braces, no spaces';

/** One mistake each. */
const mistakes: readonly (readonly [RequestDefinition, string])[] = [
  [
    { get: '/{customer.emial}' },
    'get @2: unknown placeholder; did you mean customer.email? (braces that are meant are written with spaces: { customer.emial })',
  ],
  [
    { get: '/{id}' },
    `get @2: unknown placeholder; known are ${placeholderNames.join(', ')} (braces that are meant are written with spaces: { id })`,
  ],
  [{ get: '/x', query: { q: '{lookup|lowr}' } }, 'query/q @8: unknown filter; did you mean lower?'],
  [
    { get: '/x', query: { q: '{lookup|}' } },
    'query/q @8: expected a filter behind |; known are lower, upper, trim, domain, token, stripe, sentry, odata, soql, jql, lucene',
  ],
  [
    { get: '/x', query: { q: '{lookup|stripe|lower}' } },
    'query/q @15: expected stripe to be the last filter',
  ],
  [{ get: '/x', query: { q: 'email:{customer.email}' } }, `query/q @6: ${needsFilter}`],
  [
    { get: '/x', query: { q: ['a', 'email:{customer.email|lower}'] } },
    `query/q/1 @6: ${needsFilter}`,
  ],
  [{ get: '/x', query: { q: '{lookup}{lookup}' } }, `query/q @0: ${needsFilter}`],
  [{ post: '/x', body: { a: ['{ a } {lookup}'] } }, `body/a/0 @6: ${needsFilter}`],
  [{ get: '/x', headers: { 'x-a': 'Bearer {lookup}' } }, `headers/x-a @7: ${needsFilter}`],
  [{ get: "/Customers('{customer.externalId}')" }, `get @12: ${needsFilter}`],
  [{ get: '/Customers({customer.externalId})' }, `get @11: ${needsFilter}`],
  [{ get: '/a={lookup};b' }, `get @3: ${needsFilter}`],
  [{ get: '/{tenant.id}-{customer.id}' }, `get @1: ${needsFilter}`],
  [
    { get: '/x', query: { q: 'a = "{lookup|jql}"' } },
    'query/q @5: the filter writes the quotes itself; leave out those around it',
  ],
  [{ get: '/x', query: { q: '{{customer.email}}' } }, `query/q @0: ${writtenAs}`],
  [{ get: '/x', query: { q: '{{ $customer.email }}' } }, `query/q @0: ${writtenAs}`],
  [{ get: '/x', query: { q: '{ customer.email }' } }, `query/q @0: ${writtenAs}`],
  [{ get: '/x', query: { q: 'a {lookup | lower}' } }, `query/q @2: ${writtenAs}`],
  [{ get: '/x', query: { q: '{customer.email|lower(1)}' } }, `query/q @0: ${writtenAs}`],
  [
    { get: '/x', query: { '{lookup}': 'a' } },
    'query/{lookup} (key) @: a name takes no placeholders; they stand in its value',
  ],
  [
    { post: '/x', body: { a: { '{lookup}': 'a' } } },
    'body/a/{lookup} (key) @: a name takes no placeholders; they stand in its value',
  ],
  [
    { get: '/x', headers: { '{lookup}': 'a' } },
    'headers/{lookup} (key) @: a name takes no placeholders; they stand in its value',
  ],
  [{ get: 'x/{lookup}' }, 'get @0: expected a path that begins with /'],
  [{ post: '//evil.com/x' }, 'post @0: expected one / at the beginning of the path'],
  [{ get: '/x?a=b' }, 'get @2: a path has no ? or #; what follows a ? is written as query:'],
  [{ get: '/{lookup}#a' }, 'get @9: a path has no ? or #; what follows a ? is written as query:'],
  [{ get: '/a/../b' }, 'get @3: a path has no . or .. segments'],
  [{ get: '/a/.' }, 'get @3: a path has no . or .. segments'],
  [{ get: '/a b' }, 'get @2: a character that a path does not take; write it percent-encoded'],
  [
    { get: '/{lookup}/ü' },
    'get @10: a character that a path does not take; write it percent-encoded',
  ],
  [{ get: '/{ a }' }, 'get @1: a character that a path does not take; write it percent-encoded'],
];

void t.test('tells each mistake at its place', async (t) => {
  for (const [definition, problem] of mistakes) t.same(mistakesIn(definition), [problem]);
});

void t.test('leaves braces alone that are no placeholders', async (t) => {
  for (const text of [
    '{ id }',
    '{}',
    '{a b}',
    'query { me { id } }',
    '{"a": {"b": 1}}',
    '${x y}',
    '{1}',
    '{customer_id}',
    '{a-b}',
  ])
    t.same(JSON.parse(render({ post: '/x', body: text })?.body ?? ''), text);
});

void t.test('compares with the value as it is', async (t) => {
  const compiled = compilePlain('cust-{customer.externalId}-{lookup}');
  t.ok(compiled.ok);
  if (!compiled.ok) return;
  t.equal(compiled.template.render(placeholderValues(subject, 'x')), 'cust-acct/1-x');
  t.equal(compiled.template.render(placeholderValues(subject)), undefined);
  t.same(compilePlain('{lookp}'), {
    ok: false,
    message:
      'unknown placeholder; did you mean lookup? (braces that are meant are written with spaces: { lookp })',
    offset: 1,
  });
});

const hostile = fc.string({
  unit: fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '?',
    '#',
    '&',
    '=',
    '%',
    '%2f',
    '"',
    "'",
    ' ',
    '\r\n',
    '{',
    '}',
    '{lookup}',
    'a',
    'ü',
    '😀',
    '\0',
    ';',
    '@',
    ':',
    '(',
    ')',
    '*',
  ),
  minLength: 1,
});

void t.test('a value stays in its place, whatever it is', async () => {
  const compiled = compileRequest({
    post: '/a/{customer.externalId}/b',
    query: { v: '{customer.externalId}', w: 'end' },
    body: { v: '{customer.externalId}' },
  });
  if (!compiled.ok) throw new Error('unsound');
  fc.assert(
    fc.property(hostile, (externalId) => {
      const about = { ...subject, customer: { ...subject.customer, externalId } };
      const request = compiled.request.render(placeholderValues(about));
      if (request === undefined) return true;
      const url = new URL(request.path, 'https://x.com');
      const [, a, id = '', b, ...others] = url.pathname.split('/');
      return (
        url.host === 'x.com' &&
        a === 'a' &&
        b === 'b' &&
        others.length === 0 &&
        decodeURIComponent(id) === externalId &&
        url.searchParams.get('v') === externalId &&
        url.searchParams.get('w') === 'end' &&
        JSON.stringify({ v: externalId }) === request.body
      );
    }),
    { numRuns: 1000 },
  );
});

void t.test('never throws, whatever is written', async () => {
  const text = fc.string({
    unit: fc.constantFrom(
      '{',
      '}',
      '|',
      'customer',
      '.',
      'email',
      'lookup',
      'lower',
      'stripe',
      ' ',
      '"',
      '/',
      'ü',
    ),
  });
  fc.assert(
    fc.property(text, fc.jsonValue(), (written, body) => {
      const compiled = compileRequest({
        get: written,
        query: { [written]: written },
        headers: { [written]: written },
        body: [body, written],
      });
      if (compiled.ok) compiled.request.render(placeholderValues(subject, 'x'));
      // A mistake may be in a text of the body's own.
      const longest = Math.max(written.length, JSON.stringify(body).length);
      return (
        compiled.ok || compiled.problems.every(({ offset = 0 }) => offset >= 0 && offset <= longest)
      );
    }),
    { numRuns: 500, examples: [['', [['{A}']]]] },
  );
});

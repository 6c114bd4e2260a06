import t from 'tap';
import type { Test } from 'tap';
import {
  about,
  aboutAda,
  ask,
  openAdapter,
  shown,
  startApi,
  textCard,
  textOf,
} from '../../fixtures/json-api.ts';
import type { ApiAnswer, JsonInput } from '../../fixtures/json-api.ts';

const well: ApiAnswer = { json: { text: 'well' } };

/** An adapter with one card, and its API, which answers with `answer`. */
async function start(t: Test, card: JsonInput, answer: ApiAnswer = well, settings: JsonInput = {}) {
  const api = await startApi(t, () => answer);
  const cards = { order: { ...textCard, ...card } };
  return { api, adapter: openAdapter(t, `${api.origin}/v1/`, { cards, ...settings }) };
}

const fullRequest = {
  get: '/customers/{customer.externalId}/orders',
  query: { email: '{customer.email}', limit: 1, 'expand[]': ['a&b', 'c'], open: true },
};

void t.test('asks below the base, with what is filled in encoded for its place', async (t) => {
  const { api, adapter } = await start(t, fullRequest);
  const customer = { externalId: 'a/b?c#d%2e ü', email: 'a+b&c=d#@example.com' };
  await ask(adapter, { subject: about(customer) });
  t.equal(
    api.requests[0]?.line,
    'GET /v1/customers/a%2Fb%3Fc%23d%252e%20%C3%BC/orders?email=a%2Bb%26c%3Dd%23%40example.com&limit=1&expand%5B%5D=a%26b&expand%5B%5D=c&open=true',
  );
});

void t.test('asks nothing when a value can not be said where it stands', async (t) => {
  const headers = { 'x-customer': '{customer.externalId|token}' };
  const { api, adapter } = await start(t, { headers });
  t.equal(shown(await ask(adapter, { subject: about({ externalId: 'a\r\nx-admin: 1' }) })), null);
  t.equal(api.asked.length, 0);
  t.equal(textOf(await ask(adapter)), 'well');
});

void t.test('posts a JSON body', async (t) => {
  const body = {
    query: 'query { customer(id: $id) { name } }',
    variables: { id: '{customer.externalId}', first: 3, deep: [null, { is: true }] },
  };
  const { api, adapter } = await start(t, { get: undefined, post: '/graphql', body });
  await ask(adapter, { subject: about({ externalId: '"}, "x": {"' }) });
  const [request] = api.asked;
  t.equal(request?.method, 'POST');
  t.equal(request?.headers.get('content-type'), 'application/json');
  t.same(JSON.parse(request?.body ?? ''), {
    ...body,
    variables: { ...body.variables, id: '"}, "x": {"' },
  });
});

void t.test("sends the file's headers, and the card's own over them", async (t) => {
  const { api, adapter } = await start(t, { headers: { 'accept-language': 'de' } }, well, {
    headers: { 'Accept-Language': 'en', 'X-Version': '7' },
  });
  await ask(adapter);
  t.equal(api.asked[0]?.headers.get('accept-language'), 'de');
  t.equal(api.asked[0]?.headers.get('x-version'), '7');
});

void t.test('shows the mapped card', async (t) => {
  const { adapter } = await start(t, {});
  t.same(shown(await ask(adapter)), [{ componentText: { text: 'well' } }]);
});

void t.test('a value that is missing leaves the card empty, and nothing is asked', async (t) => {
  const { api, adapter } = await start(t, { get: '/customers/{customer.externalId}' });
  for (const externalId of [null, '', '.', '..'])
    t.equal(shown(await ask(adapter, { subject: about({ id: 'c_1', externalId }) })), null);
  t.equal(api.asked.length, 0);
});

void t.test('404 and 410 are empty cards, hidden or in words', async (t) => {
  for (const status of ['404 Not Found', '410 Gone']) {
    const { adapter: hiding } = await start(t, {}, { status });
    t.equal(shown(await ask(hiding)), null);
    const { adapter: saying } = await start(t, { empty: 'No orders yet' }, { status });
    t.same(shown(await ask(saying)), [{ componentPlainText: { plainText: 'No orders yet' } }]);
  }
});

void t.test('a card of which nothing is left is empty', async (t) => {
  const { adapter } = await start(t, { empty: 'No orders yet' }, { json: { text: null } });
  const result = await ask(adapter);
  t.same(shown(result), [{ componentPlainText: { plainText: 'No orders yet' } }]);
  t.match(result.ok && result.cards.get('order'), { isNoData: true });
});

void t.test('hands on what the transport says of a failure', async (t) => {
  for (const [status, reason] of [
    ['401 Unauthorized', 'auth'],
    ['403 Forbidden', 'auth'],
    ['429 Too Many Requests', 'retry_after'],
    ['500 Oops', 'status'],
    ['400 Bad Request', 'status'],
  ] as const) {
    const { adapter } = await start(t, {}, { status });
    t.match(shown(await ask(adapter)), { reason }, status);
  }
});

void t.test('an expression that fails costs its own card only', async (t) => {
  const bad = { ...textCard, components: [{ componentText: { text: '{{ $number(text) }}' } }] };
  const { api, adapter } = await start(t, {}, well, { cards: { order: textCard, bad } });
  const result = await ask(adapter, { keys: ['order', 'bad'] });
  t.equal(textOf(result), 'well');
  t.match(shown(result, 'bad'), {
    reason: 'mapping',
    detail: /^components\[0\]\.componentText\.text: /,
  });
  t.notMatch(JSON.stringify(shown(result, 'bad')), 'well', 'without the data');
  t.equal(api.asked.length, 1, 'both cards are made from one request');
});

void t.test('a card sees whom it is about, and of that only what it sends', async (t) => {
  const seen = (text: string) => ({ ...textCard, components: [{ componentText: { text } }] });
  const { adapter } = await start(t, {}, well, {
    cards: {
      order: seen('{{ $customer.externalId }} {{ $exists($thread) }}'),
      threaded: seen('{{ $customer.id }} {{ $thread.id }}'),
    },
  });
  const subject = { ...aboutAda, thread: { id: 'th_1', externalId: null } };
  const result = await ask(adapter, { keys: ['order', 'threaded'], subject });
  // Both name the thread, so both send it.
  t.equal(textOf(result), 'acct\\_1 true');
  t.equal(textOf(result, 'threaded'), 'c\\_1 th\\_1');
});

void t.test('a card knows whether there is more than the first page', async (t) => {
  const next = '<https://api.test/orders?page=2>; rel="next"';
  for (const [headers, expected] of [
    [{ link: next }, 'true'],
    [{}, 'false'],
  ] as const) {
    const components = [{ componentText: { text: '{{ $hasNextPage }}' } }];
    const { adapter } = await start(t, { components }, { json: {}, headers });
    t.equal(textOf(await ask(adapter)), expected);
  }
});

await t.test('expect', async (t) => {
  const expect = { customer: '{customer.externalId}' };

  await t.test('shows an answer that is about the customer', async (t) => {
    const { adapter } = await start(t, { expect }, { json: { text: 'well', customer: 'acct_1' } });
    t.equal(textOf(await ask(adapter)), 'well');
  });

  await t.test('compares every value, as text', async (t) => {
    const json = { text: 'well', orders: [{ customer: 7 }, { customer: [7, '7'] }] };
    const card = { expect: { 'orders.customer': '{customer.externalId}' } };
    const { adapter } = await start(t, card, { json });
    t.equal(textOf(await ask(adapter, { subject: about({ externalId: '7' }) })), 'well');
    t.match(shown(await ask(adapter, { subject: about({ externalId: '8' }) })), {
      reason: 'wrong_customer',
    });
  });

  await t.test('refuses an answer with anybody else in it', async (t) => {
    for (const customer of ['acct_2', ['acct_1', 'acct_2'], { id: 'acct_1' }, true]) {
      const { adapter } = await start(t, { expect }, { json: { text: 'well', customer } });
      const failure = shown(await ask(adapter));
      t.match(failure, { reason: 'wrong_customer', detail: /^expect\.customer: / });
      t.notMatch(JSON.stringify(failure), /acct/, 'without saying who');
    }
  });

  await t.test('refuses data that does not say whose they are', async (t) => {
    for (const customer of [undefined, null, '', []]) {
      const { adapter } = await start(t, { expect }, { json: { text: 'well', customer } });
      t.match(shown(await ask(adapter)), { reason: 'wrong_customer' });
    }
  });

  await t.test('has nothing against an answer that shows nothing', async (t) => {
    const { adapter } = await start(t, { expect }, { json: {} });
    t.equal(shown(await ask(adapter)), null);
  });

  await t.test('leaves the card empty where there is nothing to compare with', async (t) => {
    const { adapter } = await start(t, { expect }, { json: { text: 'well', customer: 'x' } });
    t.equal(shown(await ask(adapter, { subject: about({ email: 'ada@example.com' }) })), null);
  });

  await t.test('may compare with what the file says', async (t) => {
    const card = { expect: { object: 'order', live: true, version: 2 } };
    const { adapter } = await start(t, card, {
      json: { text: 'well', object: 'order', live: true, version: 2 },
    });
    t.equal(textOf(await ask(adapter)), 'well');
  });

  await t.test('an expression of it that fails is a failed mapping', async (t) => {
    const card = { expect: { '$number(text)': '1' } };
    const { adapter } = await start(t, card);
    t.match(shown(await ask(adapter)), { reason: 'mapping', detail: /^expect/ });
  });
});

await t.test('match: externalId', async (t) => {
  await t.test('does not show a customer who is known by e-mail only', async (t) => {
    const { api, adapter } = await start(t, { match: 'externalId' });
    t.same(shown(await ask(adapter, { subject: about({ email: 'ada@example.com' }) })), [
      {
        componentPlainText: {
          plainText: 'Not shown: this customer is known by e-mail only.',
          plainTextColor: 'MUTED',
        },
      },
    ]);
    t.equal(api.asked.length, 0);
  });

  await t.test('shows one with an external id', async (t) => {
    const { adapter } = await start(t, { match: 'externalId' });
    t.equal(textOf(await ask(adapter)), 'well');
  });
});

void t.test('a hung request ends when the call is aborted, and its socket with it', async (t) => {
  const controller = new AbortController();
  const api = await startApi(t, () => {
    controller.abort({ reason: 'timeout', detail: 'no answer within 5 ms' });
    return undefined;
  });
  const adapter = openAdapter(t, api.origin, {});
  t.match(shown(await ask(adapter, {}, controller.signal)), { reason: 'timeout' });
  await api.allClosed();
});

void t.test('a repeated call keeps to connections of its own', async (t) => {
  const api = await startApi(t, () => ({ json: { id: 'cus_1', text: 'well' } }));
  const settings = {
    lookup: [{ get: '/find', pick: 'id' }],
    cards: { order: { ...textCard, get: '/{lookup}' } },
  };
  const adapter = openAdapter(t, api.origin, settings);
  t.equal(textOf(await ask(adapter, { isRetry: true })), 'well');
  t.equal(textOf(await ask(adapter)), 'well');
  t.same(
    api.asked.map(({ path, headers }) => [path, headers.get('connection')]),
    [
      ['/find', 'close'],
      ['/cus_1', 'close'],
      ['/cus_1', 'keep-alive'],
    ],
  );
});

void t.test('a call for no card that there is has no answer', async (t) => {
  const { api, adapter } = await start(t, {});
  t.same(await ask(adapter, { keys: ['constructor'] }), { ok: true, cards: new Map() });
  t.equal(api.asked.length, 0);
});

void t.test('is not built from a mapping that the check would refuse', (t) => {
  const broken = { ...textCard, components: [{ componentText: { text: '{{ ( }}' } }] };
  t.throws(() => openAdapter(t, 'http://127.0.0.1:1', { cards: { order: broken } }), TypeError);
  t.end();
});

const evil = [
  `' OR '1'='1`,
  '"; DROP TABLE customers; --',
  '*',
  'a b@example.com',
  'a@example.com&admin=true',
  'a@example.com#fragment',
  '%2e%2e/%00',
  'a@example.com\r\nX-Injected: 1',
  '{lookup}',
  '{{ 7*7 }}',
];

await t.test('whatever a sender calls himself stays one value', async (t) => {
  for (const email of evil) {
    const api = await startApi(t, () => well);
    const adapter = openAdapter(t, `${api.origin}/v1`, {
      cards: {
        order: {
          ...textCard,
          get: '/by/{customer.email}/orders',
          query: { q: '{customer.email}' },
        },
      },
    });
    await ask(adapter, { subject: about({ email }) });
    const [request] = api.asked;
    const [, , , segment = '', ...rest] = request?.path.split('/') ?? [];
    t.equal(decodeURIComponent(segment), email);
    t.same(rest, ['orders']);
    t.same([...(request?.query ?? [])], [['q', email]]);
    t.notOk(request?.headers.has('x-injected'));
    t.equal(api.asked.length, 1);
  }
});

void t.test('a path is never left, however a sender calls himself', async (t) => {
  const { api, adapter } = await start(t, { get: '/by/{customer.email}/orders' });
  for (const email of ['..', '.', '../../admin', 'a/../../admin', '..\\..', './x'])
    t.equal(shown(await ask(adapter, { subject: about({ email }) })), null, email);
  t.equal(api.asked.length, 0);
});

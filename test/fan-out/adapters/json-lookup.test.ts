import t from 'tap';
import type { Test } from 'tap';
import { createManualClock } from '../../fixtures/clock.ts';
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
import { httpAnswer } from '../../fixtures/raw-server.ts';
import type { Api, ApiAnswer, JsonInput } from '../../fixtures/json-api.ts';

const byExternalId = { get: '/customers/{customer.externalId}', pick: 'id' };
const byEmail = {
  get: '/customers',
  query: { email: '{customer.email|lower}', limit: 2 },
  pick: 'data.id',
};
const found = { ...textCard, get: '/orders', query: { customer: '{lookup}' } };

type Customers = Readonly<Record<string, unknown>>;

/** A service that knows customers by external id and by e-mail, and shows whose orders were asked for. */
async function start(
  t: Test,
  { externalIds = {}, emails = {} }: { externalIds?: Customers; emails?: Customers },
  settings: JsonInput = {},
) {
  const clock = createManualClock();
  const known = new Map<string, unknown>([
    ...Object.entries(externalIds).map(([id, json]) => [`/customers/${id}`, json] as const),
    ...Object.entries(emails).map(([email, json]) => [`/customers?${email}`, json] as const),
  ]);
  const api = await startApi(t, ({ path, query }): ApiAnswer => {
    if (path === '/orders') return { json: { text: `orders of ${query.get('customer')}` } };
    const key = query.has('email') ? `${path}?${query.get('email')}` : path;
    return known.has(key) ? { json: known.get(key) } : { status: '404 Not Found' };
  });
  const adapter = openAdapter(
    t,
    api.origin,
    { lookup: [byExternalId, byEmail], cards: { order: found }, ...settings },
    { clock },
  );
  return { api, adapter, clock };
}

function pathsOf({ asked }: Api): string[] {
  return asked.map(({ path, query }) => (query.size > 0 ? `${path}?${query.toString()}` : path));
}

const several = [
  { componentPlainText: { plainText: 'Several accounts match', plainTextColor: 'MUTED' } },
];

void t.test('the first step that finds the customer decides', async (t) => {
  const { api, adapter } = await start(t, {
    externalIds: { acct_1: { id: 'cus_1' } },
    emails: { 'ada@example.com': { data: [{ id: 'cus_2' }] } },
  });
  t.equal(textOf(await ask(adapter)), 'orders of cus\\_1');
  t.same(pathsOf(api), ['/customers/acct_1', '/orders?customer=cus_1']);
});

void t.test('a step that knows nobody, or has nothing to ask with, falls through', async (t) => {
  const emails = { 'ada@example.com': { data: [{ id: 'cus_2' }] } };
  for (const externalIds of [
    {},
    { acct_1: {} },
    { acct_1: { id: null } },
    { acct_1: { id: '' } },
  ]) {
    const { adapter } = await start(t, { externalIds, emails });
    t.equal(textOf(await ask(adapter)), 'orders of cus\\_2');
  }
  const { api, adapter } = await start(t, { emails });
  const subject = about({ email: 'Ada@Example.com' });
  t.equal(textOf(await ask(adapter, { subject })), 'orders of cus\\_2');
  t.same(pathsOf(api)[0], '/customers?email=ada%40example.com&limit=2');
});

void t.test('whom no step finds has no card, and is looked for again', async (t) => {
  const { api, adapter } = await start(t, { emails: { 'ada@example.com': { data: [] } } });
  t.equal(shown(await ask(adapter)), null);
  t.equal(shown(await ask(adapter)), null);
  t.equal(api.asked.length, 4);
});

void t.test('two customers that match are never told apart by luck', async (t) => {
  const { api, adapter } = await start(t, {
    emails: { 'ada@example.com': { data: [{ id: 'cus_2' }, { id: 'cus_3' }] } },
  });
  const result = await ask(adapter);
  t.same(shown(result), several);
  t.match(result.ok && result.cards.get('order'), { isNoData: true }, 'not believed for long');
  t.notOk(pathsOf(api).some((path) => path.startsWith('/orders')));
});

void t.test('the same id twice is one customer', async (t) => {
  const { adapter } = await start(t, {
    emails: { 'ada@example.com': { data: [{ id: 2 }, { id: '2' }, { id: null }] } },
  });
  t.equal(textOf(await ask(adapter)), 'orders of 2');
});

void t.test('what is no id, or not certainly the right one, is not used', async (t) => {
  const ids = [true, { a: 1 }, 1.5, 2 ** 53, 'x'.repeat(1_001)];
  for (const id of ids) {
    const { api, adapter } = await start(t, { externalIds: { acct_1: { id } } });
    t.match(shown(await ask(adapter)), { reason: 'mapping', detail: /^lookup\[0\]\.pick: / });
    t.equal(api.asked.length, 1);
  }
});

void t.test('an expression that fails is a failed mapping', async (t) => {
  const { adapter } = await start(
    t,
    { externalIds: { acct_1: { id: 'x' } } },
    { lookup: [{ ...byExternalId, pick: '$number(id)' }] },
  );
  t.match(shown(await ask(adapter)), { reason: 'mapping', detail: /^lookup\[0\]\.pick: / });
});

void t.test('a look-up that fails is how the call ends', async (t) => {
  const api = await startApi(t, () => ({ status: '500 Oops' }));
  const settings = { lookup: [byExternalId, byEmail], cards: { order: found } };
  const adapter = openAdapter(t, api.origin, settings);
  t.match(shown(await ask(adapter)), { reason: 'status', status: 500 });
  t.equal(api.asked.length, 1, 'and no other step is tried');
});

void t.test('a card that has no use for the look-up does not wait for it', async (t) => {
  const { api, adapter } = await start(
    t,
    {},
    { cards: { order: { ...textCard, get: '/orders' } } },
  );
  t.equal(textOf(await ask(adapter)), 'orders of null');
  t.equal(api.asked.length, 1);
});

void t.test('a mapping alone can use the look-up', async (t) => {
  const components = [{ componentText: { text: 'id {{ $lookup }}' } }];
  const { adapter } = await start(
    t,
    { externalIds: { acct_1: { id: 'cus_1' } } },
    { cards: { order: { get: '/orders', components } } },
  );
  t.equal(textOf(await ask(adapter)), 'id cus\\_1');
});

await t.test('a found id', async (t) => {
  const externalIds = { acct_1: { id: 'cus_1' } };
  const lookups = (api: Api) => pathsOf(api).filter((path) => path.startsWith('/customers')).length;

  await t.test('is kept for lookupTtlSeconds', async (t) => {
    const { api, adapter, clock } = await start(t, { externalIds }, { lookupTtlSeconds: 10 });
    await ask(adapter);
    clock.advance(9_999);
    await ask(adapter);
    t.equal(lookups(api), 1);
    clock.advance(1);
    await ask(adapter);
    t.equal(lookups(api), 2);
  });

  await t.test('is not kept at all for 0 s', async (t) => {
    const { api, adapter } = await start(t, { externalIds }, { lookupTtlSeconds: 0 });
    await ask(adapter);
    await ask(adapter);
    t.equal(lookups(api), 2);
  });

  await t.test("is one customer's, in one workspace", async (t) => {
    const { api, adapter } = await start(t, { externalIds });
    await ask(adapter);
    await ask(adapter, { workspaceId: 'w_2' });
    await ask(adapter, { workspaceId: null });
    await ask(adapter, { subject: about({ externalId: 'acct_1' }) });
    t.equal(lookups(api), 4);
    await ask(adapter);
    t.equal(lookups(api), 4);
  });

  await t.test('does not depend on a thread that the look-up does not use', async (t) => {
    const { api, adapter } = await start(t, { externalIds });
    await ask(adapter);
    await ask(adapter, { subject: { ...aboutAda, thread: { id: 'th_1', externalId: null } } });
    t.equal(lookups(api), 1);
  });

  await t.test('depends on the tenant where the look-up uses it', async (t) => {
    const lookup = [
      {
        ...byExternalId,
        query: { tenant: '{tenant.externalId}' },
        pick: 'id & $tenant.externalId',
      },
    ];
    const { adapter } = await start(t, { externalIds }, { lookup });
    for (const externalId of ['org_1', 'org_2']) {
      const subject = { ...aboutAda, tenant: { id: null, externalId } };
      t.equal(
        textOf(await ask(adapter, { subject })),
        `orders of cus\\_1${externalId.replace('_', '\\_')}`,
      );
    }
  });

  await t.test('is forgotten when the service knows it no more', async (t) => {
    let isGone = false;
    const api = await startApi(t, ({ path }) => {
      if (path !== '/orders') return { json: { id: 'cus_1' } };
      return isGone ? { status: '404 Not Found' } : { json: { text: 'well' } };
    });
    const adapter = openAdapter(t, api.origin, {
      lookup: [byExternalId],
      cards: { order: found },
    });
    await ask(adapter);
    isGone = true;
    t.equal(shown(await ask(adapter)), null);
    t.equal(lookups(api), 1);
    isGone = false;
    t.equal(textOf(await ask(adapter)), 'well');
    t.equal(lookups(api), 2);
  });

  await t.test('is forgotten when it is told to', async (t) => {
    const { api, adapter } = await start(t, { externalIds });
    await ask(adapter);
    adapter.forget();
    await ask(adapter);
    t.equal(lookups(api), 2);
  });
});

await t.test('calls at the same time', async (t) => {
  const settings = { lookup: [byExternalId], cards: { order: found } };

  await t.test('share one look-up', async (t) => {
    const { api, adapter } = await start(t, { externalIds: { acct_1: { id: 'cus_1' } } });
    const results = await Promise.all([ask(adapter), ask(adapter), ask(adapter)]);
    t.same(new Set(results.map((result) => textOf(result))), new Set(['orders of cus\\_1']));
    t.equal(pathsOf(api).filter((path) => path.startsWith('/customers')).length, 1);
  });

  await t.test('leave it one by one; it goes on for those that wait', async (t) => {
    const leaver = new AbortController();
    const { promise: isAsked, resolve } = Promise.withResolvers<void>();
    const api = await startApi(t, ({ path }, index) => {
      if (path === '/orders') return { json: { text: 'well' } };
      resolve();
      return index === 0 ? undefined : { json: { id: 'late' } };
    });
    const adapter = openAdapter(t, api.origin, settings);
    const left = ask(adapter, {}, leaver.signal);
    const staying = ask(adapter);
    await isAsked;
    leaver.abort({ reason: 'timeout', detail: 'x' });
    t.match(shown(await left), { reason: 'timeout' });
    api.requests[0]?.socket.write(httpAnswer('{"id":"c_1"}'));
    t.equal(textOf(await staying), 'well');
    t.equal(api.asked.length, 2);
  });

  await t.test('end it when the last one leaves, and its socket with it', async (t) => {
    const leavers = [new AbortController(), new AbortController()];
    const { promise: isAsked, resolve } = Promise.withResolvers<void>();
    const api = await startApi(t, (_request, index) => {
      resolve();
      return index === 0 ? undefined : { json: { id: 'cus_1', text: 'well' } };
    });
    const adapter = openAdapter(t, api.origin, settings);
    const left = leavers.map(({ signal }) => ask(adapter, {}, signal));
    await isAsked;
    for (const leaver of leavers) leaver.abort({ reason: 'timeout' });
    for (const result of await Promise.all(left)) t.match(shown(result), { reason: 'timeout' });
    await api.allClosed();
    t.equal(textOf(await ask(adapter)), 'well', 'who comes later begins a new one');
  });

  await t.test('do not keep what was found before a purge', async (t) => {
    const { promise: isAsked, resolve } = Promise.withResolvers<void>();
    const api = await startApi(t, ({ path }, index) => {
      if (path === '/orders') return { json: { text: 'well' } };
      resolve();
      return index === 0 ? undefined : { json: { id: 'new' } };
    });
    const adapter = openAdapter(t, api.origin, settings);
    const before = ask(adapter);
    await isAsked;
    adapter.forget();
    const after = ask(adapter);
    t.equal(textOf(await after), 'well', 'who comes after it does not join');
    api.requests[0]?.socket.write(httpAnswer('{"id":"old"}'));
    await before;
    await ask(adapter);
    t.same(
      api.asked.filter(({ path }) => path === '/orders').map(({ query }) => query.get('customer')),
      ['new', 'old', 'new'],
    );
  });
});

await t.test('match: externalId', async (t) => {
  const card = { ...found, match: 'externalId' };
  const emails = { 'ada@example.com': { data: [{ id: 'cus_2' }] } };

  await t.test('finds nobody by e-mail', async (t) => {
    const { api, adapter } = await start(t, { emails }, { cards: { order: card } });
    t.equal(shown(await ask(adapter)), null);
    t.same(pathsOf(api), ['/customers/acct_1']);
  });

  await t.test('does not take what was found by e-mail for another card', async (t) => {
    const { adapter } = await start(t, { emails }, { cards: { order: card, any: found } });
    t.equal(textOf(await ask(adapter, { keys: ['any'] }), 'any'), 'orders of cus\\_2');
    t.equal(shown(await ask(adapter)), null);
  });

  await t.test('finds by external id behind a step that goes by e-mail', async (t) => {
    const { adapter } = await start(
      t,
      { emails, externalIds: { acct_1: { id: 'cus_1' } } },
      { lookup: [byEmail, byExternalId], cards: { order: card } },
    );
    t.equal(textOf(await ask(adapter)), 'orders of cus\\_1');
  });
});

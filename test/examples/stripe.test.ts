import { readFile } from 'node:fs/promises';
import { assert, asyncProperty, constantFrom, oneof, string } from 'fast-check';
import t from 'tap';
import type { Test } from 'tap';
import { moveTo, readExample, startExample } from './example.ts';
import type { Example } from './example.ts';
import { startHttpService } from './http-service.ts';
import type { HttpService, ServiceAnswer } from './http-service.ts';
import { parseSearch } from './stripe-search.ts';
import { createStripe } from './stripe-service.ts';
import type { StripeAccount } from './stripe-service.ts';

const yaml = await readExample('stripe.yaml');
const published = JSON.parse(
  await readFile(new URL('fixtures/stripe.json', import.meta.url), 'utf8'),
);
const { customer: someone, subscription, invoice } = published;

const price = { ...subscription.items.data[0].price, nickname: 'Pro' };
const item = {
  ...subscription.items.data[0],
  current_period_end: Date.UTC(2026, 11, 14) / 1000,
  price,
};
const active = {
  ...subscription,
  cancel_at_period_end: false,
  items: { ...subscription.items, data: [item] },
};
const open = {
  ...invoice,
  status: 'open',
  number: '7FE1103-0001',
  created: Date.UTC(2026, 10, 14) / 1000,
  due_date: Date.UTC(2026, 10, 28) / 1000,
  hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/test_1',
};

const ada = { ...someone, email: 'ada@example.com', metadata: { external_id: 'acct_1' } };
const bob = {
  ...someone,
  id: 'cus_bob',
  email: 'bob@example.com',
  metadata: { external_id: 'acct_2' },
};
const about = {
  byId: { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' },
  byEmail: { id: 'c_1', email: 'ada@example.com', externalId: null },
};

async function start(
  t: Test,
  account: Partial<StripeAccount> = {},
  mixUp: (answer: ServiceAnswer) => ServiceAnswer = (answer) => answer,
): Promise<Example & { readonly stripe: HttpService }> {
  const answer = createStripe({
    key: 'rk_test_1',
    version: '2025-09-30.clover',
    customers: [ada, bob],
    subscriptions: [active],
    invoices: [open],
    ...account,
  });
  const stripe = await startHttpService(t, (request) => mixUp(answer(request)));
  const moved = moveTo(yaml, 'https://api.stripe.com/v1', `${stripe.url}/v1`);
  const example = await startExample(t, moved, { STRIPE_KEY: 'rk_test_1' });
  return { ...example, stripe };
}

const subscriptionCard = [
  'container:',
  '  row: text "Pro" | badge "active" GREEN',
  '  text "$20.00 a month" S MUTED',
  '  row: text "Renews" S MUTED | datetime "2026-12-14T00:00:00Z"',
];
const noSubscription = ['plaintext "No subscription"'];
const noInvoice = ['plaintext "No invoice yet"'];
const several = ['plaintext "Several accounts match" MUTED'];

await t.test('a customer with an external id is found by it, once for both cards', async (t) => {
  const { show, stripe } = await start(t);
  t.same(await show('subscription-status', about.byId), subscriptionCard);
  t.same(await show('latest-invoice', about.byId), [
    'container:',
    '  row: text "$10.00" | badge "open" YELLOW',
    '  text "Invoice 7FE1103-0001, 14 Nov 2026" S MUTED',
    '  row: text "Due" S MUTED | datetime "2026-11-28T00:00:00Z"',
    '  linkbutton "https://invoice.stripe.com/i/acct_1/test_1" "Open invoice"',
  ]);
  t.same(asked(stripe), [
    ['/v1/customers/search', { query: `metadata['external_id']:"acct_1"`, limit: '10' }],
    ['/v1/subscriptions', { customer: ada.id, limit: '3' }],
    ['/v1/invoices', { customer: ada.id, limit: '5' }],
  ]);
});

await t.test('a customer without an external id is found by e-mail', async (t) => {
  const { show, stripe } = await start(t);
  t.same(await show('subscription-status', about.byEmail), subscriptionCard);
  t.same(asked(stripe)[0], ['/v1/customers', { email: 'ada@example.com', limit: '2' }]);
});

await t.test('an external id that Stripe does not know leaves the e-mail', async (t) => {
  const { show } = await start(t);
  t.same(
    await show('subscription-status', { ...about.byId, externalId: 'acct_9' }),
    subscriptionCard,
  );
});

await t.test('an external id in another case is another customer', async (t) => {
  const { show } = await start(t);
  t.same(await show('subscription-status', { externalId: 'ACCT_1' }), noSubscription);
});

await t.test('two accounts with one e-mail are not guessed between', async (t) => {
  const twin = { ...ada, id: 'cus_twin', metadata: {} };
  const { show } = await start(t, { customers: [twin, ada] });
  t.same(await show('subscription-status', about.byEmail), several);
  t.same(await show('latest-invoice', about.byEmail), several);
  t.same(await show('subscription-status', about.byId), subscriptionCard, 'the id tells which');
});

await t.test('somebody whom Stripe does not know has no subscription and no invoice', async (t) => {
  const { show } = await start(t);
  t.same(await show('subscription-status', { email: 'eve@example.com' }), noSubscription);
  t.same(await show('latest-invoice', { email: 'eve@example.com' }), noInvoice);
});

await t.test('the objects as Stripe publishes them make cards', async (t) => {
  const { show } = await start(t, { subscriptions: [subscription], invoices: [invoice] });
  t.same(await show('subscription-status', about.byId), [
    'container:',
    '  row: text "Subscription" | badge "active" GREEN',
    '  text "$20.00 a month" S MUTED',
    '  row: text "Ends" S WARNING | datetime "2000-12-08T15:02:53Z"',
  ]);
  t.same(await show('latest-invoice', about.byId), noInvoice, 'a draft is none');
});

await t.test('a customer without subscription is told as that', async (t) => {
  const { show } = await start(t, { subscriptions: [] });
  t.same(await show('subscription-status', about.byId), noSubscription);
});

await t.test('a draft does not hide the invoice before it, and yen have no cents', async (t) => {
  const paid = { ...open, status: 'paid', currency: 'jpy', hosted_invoice_url: null };
  const { show } = await start(t, { invoices: [{ ...invoice, status: 'draft' }, paid] });
  t.same(await show('latest-invoice', about.byId), [
    'container:',
    '  row: text "¥1,000" | badge "paid" GREEN',
    '  text "Invoice 7FE1103-0001, 14 Nov 2026" S MUTED',
  ]);
});

await t.test("somebody else's subscription is never shown", async (t) => {
  const mixUp = (answer: ServiceAnswer) =>
    JSON.parse(JSON.stringify(answer).replace(`"customer":"${ada.id}"`, '"customer":"cus_bob"'));
  const { show } = await start(t, { subscriptions: [active, active] }, mixUp);
  t.match((await show('subscription-status', about.byId))?.[0], /Couldn't load Stripe/);
});

/** What senders choose: an e-mail address of their own, or an id at sign-up. */
const hostile = [
  `acct_1' OR metadata['external_id']:'acct_2`,
  `' OR email~'example`,
  `x" OR email~"example`,
  `\\' OR email~'example`,
  `\\`,
  `acct_1\\`,
  `'`,
  `''`,
  '*',
  'acct_*',
  'OR',
  'a OR b',
  'ada AND bob',
  `-email:'x'`,
  'null',
  'acct 1',
  'a+b@example.com',
  '"ada"@example.com',
  `o'hara@example.com`,
  'a%27b&limit=100#x',
  'زينب@example.com',
  'ｊö\u202Erg@例え.jp',
  "acct_1\n' OR email~'example",
];

await t.test('an external id is one value of one clause, whatever is in it', async (t) => {
  const { show, stripe } = await start(t);
  for (const externalId of hostile) {
    const before = stripe.requests.length;
    t.same(await show('subscription-status', { externalId }), noSubscription, externalId);
    for (const { query } of stripe.requests.slice(before)) asksOnlyFor(t, query, externalId);
  }
});

await t.test('the service here does find more when a value gets out of its quotes', async (t) => {
  const { stripe } = await start(t);
  for (const query of [`metadata['external_id']:"x" OR email~"example"`, `-email:"x"`]) {
    const url = `${stripe.url}/v1/customers/search?query=${encodeURIComponent(query)}`;
    const response = await fetch(url, {
      headers: { authorization: 'Bearer rk_test_1', 'stripe-version': '2025-09-30.clover' },
    });
    t.match(await response.json(), { data: [{ id: ada.id }, { id: bob.id }] }, query);
  }
});

await t.test('a customer with such an id is found', async (t) => {
  const odd = { ...bob, metadata: { external_id: `o'hara "x" OR *` } };
  const theirs = { ...active, customer: odd.id };
  const { show } = await start(t, { customers: [ada, odd], subscriptions: [theirs] });
  t.same(
    await show('subscription-status', { externalId: odd.metadata.external_id }),
    subscriptionCard,
  );
});

await t.test('any text asks for itself or not at all', async (t) => {
  const { show, stripe } = await start(t);
  const texts = oneof(
    string({ unit: 'binary', minLength: 1 }),
    string({ unit: constantFrom(`'`, '"', '\\', ' ', ':', '-', 'a', 'OR', '[', '\n') }),
  );
  await assert(
    asyncProperty(texts, async (externalId) => {
      const before = stripe.requests.length;
      await show('subscription-status', { externalId });
      for (const { query } of stripe.requests.slice(before)) asksOnlyFor(t, query, externalId);
    }),
    { numRuns: 100 },
  );
});

await t.test('an e-mail address is one parameter, whatever is in it', async (t) => {
  const { show, stripe } = await start(t);
  for (const email of hostile) {
    t.same(await show('subscription-status', { email }), noSubscription, email);
    t.same(asked(stripe).at(-1), ['/v1/customers', { email, limit: '2' }]);
  }
});

await t.test('a key that lost its rights is told as that', async (t) => {
  const { show } = await start(t, { key: 'rk_test_2' });
  const [notice] = (await show('subscription-status', about.byId)) ?? [];
  t.match(notice, /Stripe refused our access/);
});

function asked({ requests }: HttpService): readonly unknown[] {
  return requests.map(({ path, query }) => [path, Object.fromEntries(query)]);
}

/** In either reading of Stripe's grammar there is one clause, and its value is the text itself. */
function asksOnlyFor(t: Test, query: URLSearchParams, value: string): void {
  for (const reading of ['anything', 'quotes'] as const) {
    t.same(parseSearch(query.get('query') ?? '', reading), {
      clauses: [{ field: `metadata['external_id']`, isNegated: false, operator: ':', value }],
      joinedBy: 'AND',
    });
  }
}

import t from 'tap';
import { pastDue } from '../../src/demo/customers.ts';
import { createSentryService } from '../../src/demo/sentry.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { drawingOf } from './drawing.ts';
import { startExample } from './example.ts';
import { outline } from './outline.ts';
import { readPage, recipesIn } from './page.ts';
import type { Recipe } from './page.ts';
import { serveRecipe } from './recipe.ts';
import { variablesOf } from './told-service.ts';

const ada = { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' };

/** What each recipe's cards show, by heading and key. */
const expected = new Map<string, Readonly<Record<string, readonly string[]>>>([
  [
    'Account details',
    {
      'account-details': [
        'row: text "Brightleaf Ltd" L | badge "Business" BLUE',
        'text "Customer since 18 Apr 2023, 24 seats" S MUTED',
        'row: plaintext "acct_1" S MUTED | copybutton "acct_1" "Copy the id"',
        'linkbutton "https://admin.example.com/accounts/acct_1" "Open in admin"',
      ],
    },
  ],
  [
    'Subscription',
    {
      'subscription-status': [
        'row: text "**Business**", text "€49.00 a month" S MUTED | badge "past due" RED',
        'row: text "Renews" S MUTED | datetime "2026-12-01T00:00:00Z"',
      ],
    },
  ],
  [
    'Invoice',
    {
      'latest-invoice': [
        'container:',
        '  row: text "$1,249.50" | badge "overdue" RED',
        '  text "Invoice INV-2025-0098, 1 Dec 2025" S MUTED',
        '  text "Was due 10 days ago" S ERROR',
        '  linkbutton "https://invoices.example.com/INV-2025-0098.pdf" "Open the PDF"',
      ],
    },
  ],
  [
    'Usage',
    {
      usage: [
        'row: text "API calls", text "▰▰▰▰▰▰▰▰▱▱" WARNING | text "8,200 of 10,000" S MUTED',
        'row: text "Projects", text "▰▰▰▰▰▰▰▰▰▰" ERROR | text "3 of 3" S MUTED',
        'row: text "Storage (GB)" | text "12 of unlimited" S MUTED',
        'text "Counts from zero on 1 Feb 2026" S MUTED',
      ],
    },
  ],
  [
    'Last order',
    {
      'last-order': [
        'container:',
        '  row: text "Order #10418", text "3 items, $512.00" S MUTED | badge "shipped" YELLOW',
        '  divider',
        '  text "1 × Walnut desk organiser" S',
        '  text "2 × Desk lamp, brass" S',
        '  linkbutton "https://tracking.example.com/1Z999" "Track with UPS"',
      ],
    },
  ],
  [
    'A list, and whether there is more',
    {
      'recent-deploys': [
        'row: plaintext "Fix the *login* form", text "3 hours ago" S MUTED | badge "live now" GREEN',
        'row: plaintext "Show prices with tax", text "1 day ago" S MUTED | badge "failed" RED',
        'row: plaintext "Update dependencies", text "7 days ago" S MUTED | badge "live" GREEN',
        'text "The newest 3, there are more" S MUTED',
      ],
    },
  ],
  [
    'A workflow button, only while billing is in error',
    {
      'payment-problem': [
        'container:',
        '  text "€49.00 could not be charged: card expired" ERROR',
        '  text "3 attempts, the last 1 day ago" S MUTED',
        '  workflowbutton "Charge again" "charge-again"',
      ],
    },
  ],
  [
    'Only for a customer that is certain',
    {
      'bank-account': [
        'row: plaintext "Example Bank" | plaintext "•••• 2051"',
        'badge "Not verified" YELLOW',
      ],
    },
  ],
  [
    'GraphQL',
    {
      'crm-company': [
        'row: text "**Example Ltd**", text "Looked after by Grace" S MUTED | badge "Enterprise" BLUE',
        'text "2 open deals, $15,500.00" S',
      ],
    },
  ],
  [
    'OAuth 2 and a query language',
    {
      'salesforce-account': [
        'container:',
        '  row: text "Brightleaf Ltd" | badge "Customer" GREY',
        '  text "Owner: Grace" S MUTED',
      ],
    },
  ],
]);

const recipes = recipesIn(await readPage('docs/cookbook.md'));

await t.test('every recipe is tested', async (t) => {
  t.same(
    [...recipes.keys()].filter((title) => title !== 'Sentry errors').sort(),
    [...expected.keys()].sort(),
  );
});

for (const [title, cards] of expected) {
  await t.test(`${title}: the file makes the cards that the page promises`, async (t) => {
    const { read } = await serveRecipe(t, recipe(title));
    for (const [key, lines] of Object.entries(cards)) {
      const components = await read(key, ada);
      t.same(outline(components), lines, key);
      t.equal(drawingOf(components ?? []), recipe(title).drawing, 'as it is drawn on the page');
    }
  });
}

await t.test("Sentry errors: the file shows the customer's newest issues", async (t) => {
  const clock = createManualClock();
  const sentry = createSentryService({ token: 'secret-of-sentry_token', clock });
  t.teardown(() => sentry.close());
  const url = await sentry.listen({ host: '127.0.0.1', port: 0 });
  const { yaml, drawing } = recipe('Sentry errors');
  const { read, show } = await startExample(t, `${yaml}url: ${url}\n`, variablesOf(yaml));
  t.equal(drawingOf((await read('sentry', pastDue)) ?? []), drawing);
  t.same(await show('sentry', ada), ['plaintext "No unresolved errors"']);
});

const inTrouble = 'A workflow button, only while billing is in error';
const list = 'A list, and whether there is more';
const certain = 'Only for a customer that is certain';

await t.test('a card with nothing to show is not shown', async (t) => {
  const { show } = await serveRecipe(t, recipe(inTrouble), { body: { state: 'ok', attempts: 0 } });
  t.equal(await show('payment-problem', ada), null);
});

await t.test('a list that is whole has no hint', async (t) => {
  const { show } = await serveRecipe(t, recipe(list), { body: [], hasNextPage: false });
  t.same(await show('recent-deploys', ada), ['plaintext "No deployment in the last 30 days"']);
});

await t.test('a customer known by e-mail only is told so where that is not enough', async (t) => {
  const { show } = await serveRecipe(t, recipe(certain));
  t.same(await show('bank-account', { ...ada, externalId: null }), [
    'plaintext "Not shown: this customer is known by e-mail only." MUTED',
  ]);
});

await t.test('an answer about somebody else is not shown', async (t) => {
  const theirs = { sellerId: 'acct_2', bank: 'Example Bank', iban: 'DE02', verified: true };
  const { show } = await serveRecipe(t, recipe(certain), { body: theirs });
  t.match(await show('bank-account', ada), [/Couldn't load Payouts/]);
});

await t.test('a customer without subscription is told as that', async (t) => {
  const { show } = await serveRecipe(t, recipe('Subscription'));
  t.same(await show('subscription-status', { ...ada, externalId: 'acct_2' }), [
    'plaintext "No subscription"',
  ]);
});

function recipe(title: string): Recipe {
  const found = recipes.get(title);
  if (found === undefined) throw new Error(`the page has no "${title}"`);
  return found;
}

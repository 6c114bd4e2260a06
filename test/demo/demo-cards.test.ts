import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import { createAccountsService } from '../../src/demo/accounts.ts';
import { createBillingService } from '../../src/demo/billing.ts';
import {
  defaultCustomer,
  demoCustomers,
  emailOnly,
  goodStanding,
  pastDue,
} from '../../src/demo/customers.ts';
import type { Customer } from '../../src/parse/customer.ts';
import { validateCard } from '../../src/validate/card.ts';
import { createManualClock } from '../fixtures/clock.ts';

interface Answer {
  key: string;
  timeToLiveSeconds: number;
  components: unknown[] | null;
}

const clock = createManualClock();
const services: readonly [FastifyInstance, string[]][] = [
  [createBillingService({ clock }), ['subscription-status', 'latest-invoice', 'usage']],
  [createAccountsService({ clock }), ['customer-details', 'workflow-card']],
];
t.teardown(() => Promise.all(services.map(([app]) => app.close())));

async function ask(
  app: FastifyInstance,
  cardKeys: string[],
  customer: Customer,
): Promise<Answer[]> {
  const payload = { cardKeys, customer, thread: null, tenant: null };
  const response = await app.inject({ method: 'POST', url: '/cards', payload });
  return response.json<{ cards: Answer[] }>().cards;
}

async function askAll(customer: Customer): Promise<Answer[]> {
  return (await Promise.all(services.map(([app, keys]) => ask(app, keys, customer)))).flat();
}

function shown(answers: Answer[]): string[] {
  return answers.filter(({ components }) => components !== null).map(({ key }) => key);
}

for (const { note, customer } of demoCustomers) {
  await t.test(`each card of the customer ${note} is one that Plain accepts`, async (t) => {
    const answers = await askAll(customer);
    t.strictSame(
      answers.map(({ key }) => key),
      services.flatMap(([, keys]) => keys),
    );
    for (const answer of answers) t.match(validateCard(answer), { ok: true }, answer.key);
  });
}

await t.test('the default customer has every card, the workflow button included', async (t) => {
  t.equal(defaultCustomer, pastDue);
  const answers = await askAll(defaultCustomer);
  t.strictSame(shown(answers), [
    'subscription-status',
    'latest-invoice',
    'usage',
    'customer-details',
    'workflow-card',
  ]);
  t.match(JSON.stringify(answers), '"workflowId":"wf_');
});

await t.test('a customer in good standing is not offered the workflow button', async (t) => {
  t.strictSame(shown(await askAll(goodStanding)), [
    'subscription-status',
    'latest-invoice',
    'usage',
    'customer-details',
  ]);
});

await t.test(
  'a customer known by e-mail only is found whatever the case of the address',
  async (t) => {
    t.not(emailOnly.email, emailOnly.email?.toLowerCase());
    t.strictSame(shown(await askAll(emailOnly)), [
      'subscription-status',
      'latest-invoice',
      'usage',
      'customer-details',
    ]);
  },
);

await t.test('customers without an account get no card', async (t) => {
  for (const { customer } of demoCustomers
    .slice(-3)
    .filter(({ customer }) => customer !== emailOnly)) {
    const answers = await askAll(customer);
    t.strictSame(shown(answers), []);
    t.ok(answers.every(({ timeToLiveSeconds }) => timeToLiveSeconds === 60));
  }
});

await t.test('an unpaid invoice is past due only after its due date', async (t) => {
  const badges = async (customer: Customer): Promise<string> =>
    JSON.stringify(await askAll(customer)).match(/"(Paid|Past due|Open)"/)?.[1] ?? '';
  t.equal(await badges(pastDue), 'Past due');
  t.equal(await badges(emailOnly), 'Open');
  t.equal(await badges(goodStanding), 'Paid');
});

await t.test('amounts and counts are formatted for people', async (t) => {
  const text = JSON.stringify(await askAll(pastDue));
  for (const part of ['**$637.00**', '14 × Pro seat @ $20.00', '938 of 1,000']) t.match(text, part);
});

await t.test('the colour of the usage badge follows the share used', async (t) => {
  const colorOf = async (customer: Customer): Promise<string | undefined> =>
    JSON.stringify(await askAll(customer)).match(/ of [\d,]+","badgeColor":"(\w+)"/)?.[1];
  t.equal(await colorOf(goodStanding), 'GREEN');
  t.equal(await colorOf(pastDue), 'YELLOW');
  t.equal(await colorOf(emailOnly), 'RED');
});

await t.test('dates move with the clock', async (t) => {
  const app = createAccountsService({
    clock: { ...systemClock, wallNow: () => Date.UTC(2026, 5, 1, 12) },
  });
  t.teardown(() => app.close());
  t.match(
    JSON.stringify(await ask(app, ['customer-details'], pastDue)),
    '2026-06-01T11:57:00.000Z',
  );
});

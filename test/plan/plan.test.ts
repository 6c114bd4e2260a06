import t from 'tap';
import { plan } from '../../src/plan/plan.ts';
import { createRegistry } from '../../src/plan/registry.ts';
import { cardConfig, nobody, subject } from '../fixtures/cards.ts';

const registry = createRegistry([
  { name: 'billing', cards: { usage: cardConfig(), old: cardConfig({ retired: true }) } },
  { name: 'accounts', cards: { details: cardConfig({ sends: ['customer', 'tenant'] }) } },
]);
const scope = { registry, workspaceId: 'w_1', allowed: null };

await t.test('plans each key, in the order asked', async (t) => {
  const planned = plan({ cardKeys: ['details', 'nope', 'old', 'usage'], subject }, scope);
  t.same(
    planned.map(({ key, kind }) => [key, kind]),
    [
      ['details', 'card'],
      ['nope', 'unknown'],
      ['old', 'retired'],
      ['usage', 'card'],
    ],
  );
});

await t.test('hands a card only what it sends', async (t) => {
  const [usage, details] = plan({ cardKeys: ['usage', 'details'], subject }, scope);
  t.match(usage, { subject: { customer: subject.customer, thread: null, tenant: null } });
  t.match(details, {
    subject: { customer: subject.customer, thread: null, tenant: subject.tenant },
  });
});

await t.test('a customer without any identifier is not looked up', async (t) => {
  const planned = plan({ cardKeys: ['usage', 'old', 'nope'], subject: nobody }, scope);
  t.same(
    planned.map(({ kind }) => kind),
    ['anonymous', 'retired', 'unknown'],
  );
});

await t.test('one identifier is enough', async (t) => {
  for (const name of ['id', 'email', 'externalId']) {
    const customer = { ...nobody.customer, [name]: 'x' };
    t.match(plan({ cardKeys: ['usage'], subject: { ...nobody, customer } }, scope), [
      { kind: 'card' },
    ]);
  }
});

await t.test('a card outside what the caller may ask for is unknown to it', async (t) => {
  const planned = plan(
    { cardKeys: ['usage', 'details'], subject },
    { ...scope, allowed: new Set(['usage']) },
  );
  t.same(
    planned.map(({ kind }) => kind),
    ['card', 'unknown'],
  );
});

await t.test('names of object members are unknown keys like any other', async (t) => {
  const planned = plan({ cardKeys: ['__proto__', 'constructor', 'toString'], subject }, scope);
  t.same(
    planned.map(({ kind }) => kind),
    ['unknown', 'unknown', 'unknown'],
  );
});

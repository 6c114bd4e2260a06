import * as fc from 'fast-check';
import t from 'tap';
import type { Subject } from '../../src/parse/customer.ts';
import type { RegisteredCard } from '../../src/plan/registry.ts';
import { digestOf, keyOf, withhold } from '../../src/plan/slot.ts';
import { registeredCard, subject } from '../fixtures/cards.ts';

const identifier = fc.option(fc.string(), { nil: null });
const reference = fc.option(fc.record({ id: identifier, externalId: identifier }), { nil: null });
const subjects: fc.Arbitrary<Subject> = fc.record({
  customer: fc.record({ id: identifier, email: identifier, externalId: identifier }),
  thread: reference,
  tenant: reference,
});

function slotFor(card: RegisteredCard, about: Subject, workspaceId: string | null): string {
  return keyOf({ card, digest: digestOf(about, workspaceId) });
}

await t.test('withholds thread and tenant by default', async (t) => {
  t.same(withhold(subject, registeredCard()), {
    customer: subject.customer,
    thread: null,
    tenant: null,
  });
});

await t.test('sends the dimensions that the card lists', async (t) => {
  t.same(withhold(subject, registeredCard({ sends: ['customer', 'thread'] })), {
    ...subject,
    tenant: null,
  });
  t.same(withhold(subject, registeredCard({ sends: ['tenant', 'customer'] })), {
    ...subject,
    thread: null,
  });
});

await t.test('two subjects share a slot only when they are the same', async () => {
  const card = registeredCard({ sends: ['customer', 'thread', 'tenant'] });
  fc.assert(
    fc.property(subjects, subjects, (a, b) => {
      const isSame = JSON.stringify(a) === JSON.stringify(b);
      return (slotFor(card, a, null) === slotFor(card, b, null)) === isSame;
    }),
  );
});

await t.test('identifiers cannot run into each other', async (t) => {
  const slot = (email: string | null, externalId: string | null) =>
    slotFor(
      registeredCard(),
      { customer: { id: null, email, externalId }, thread: null, tenant: null },
      null,
    );
  t.not(slot('a","b', null), slot('a', 'b'));
  t.not(slot('null', null), slot(null, null));
  t.not(slot('a', null), slot(null, 'a'));
});

await t.test('workspaces, cards and definitions have slots of their own', async (t) => {
  const base = slotFor(registeredCard(), subject, 'w_1');
  t.not(slotFor(registeredCard(), subject, 'w_2'), base);
  t.not(slotFor(registeredCard(), subject, null), base);
  t.not(slotFor(registeredCard({}, 'invoice'), subject, 'w_1'), base);
  t.not(slotFor(registeredCard({ ttlSeconds: 60 }), subject, 'w_1'), base);
  t.equal(slotFor(registeredCard(), subject, 'w_1'), base);
});

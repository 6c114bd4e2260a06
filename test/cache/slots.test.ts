import t from 'tap';
import { createSlots } from '../../src/cache/slots.ts';
import { createStore } from '../../src/cache/store.ts';

const deadlineMs = 5_000;
const newSlots = () => createSlots(createStore({ maxBytes: 1e6, maxEntryBytes: 1e5 }), deadlineMs);
const good = (sentAt: number, componentsJson = '[]') =>
  ({ ok: true, entry: { componentsJson, sentAt, ttlSeconds: 60 } }) as const;
const bad = { ok: false, failure: { reason: 'timeout' } } as const;

await t.test('the first to claim a slot leads, the others join', async (t) => {
  const slots = newSlots();
  const first = slots.claim('a', 0);
  const second = slots.claim('a', 10);
  t.equal(first.kind, 'lead');
  t.equal(second.kind, 'join');
  t.equal(slots.claim('b', 10).kind, 'lead', 'another slot is another matter');
  t.equal(slots.underWay, 2);
});

await t.test('all who wait get what the fetch brought, and later ones a copy', async (t) => {
  const slots = newSlots();
  const lead = slots.claim('a', 0);
  const join = slots.claim('a', 0);
  if (lead.kind !== 'lead' || join.kind !== 'join') throw new Error('unexpected claims');
  t.equal(join.flight.fetched, null);
  slots.settle(lead.flight, good(0));
  await join.flight.landed;
  t.same(join.flight.fetched, good(0));
  t.match(slots.claim('a', 1_000), { kind: 'hit', entry: { sentAt: 0 } });
});

await t.test('a failure is not stored, and the next request tries again', async (t) => {
  const slots = newSlots();
  const lead = slots.claim('a', 0);
  if (lead.kind !== 'lead') throw new Error('unexpected claim');
  slots.settle(lead.flight, bad);
  await lead.flight.landed;
  t.same(lead.flight.fetched, bad);
  t.equal(slots.claim('a', 1).kind, 'lead');
});

await t.test('a failure leaves the last good card alone', async (t) => {
  const slots = newSlots();
  const first = slots.claim('a', 0);
  if (first.kind !== 'lead') throw new Error('unexpected claim');
  slots.settle(first.flight, good(0));
  const second = slots.claim('a', 60_000);
  if (second.kind !== 'lead') throw new Error('unexpected claim');
  slots.settle(second.flight, bad);
  t.same(slots.lastGood('a'), good(0).entry);
});

await t.test('a flight lands once; what comes later changes nothing', async (t) => {
  const slots = newSlots();
  const lead = slots.claim('a', 0);
  if (lead.kind !== 'lead') throw new Error('unexpected claim');
  slots.settle(lead.flight, good(0, '["first"]'));
  slots.settle(lead.flight, good(0, '["second"]'));
  t.equal(slots.lastGood('a')?.componentsJson, '["first"]');
});

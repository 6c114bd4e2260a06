import t from 'tap';
import { emptyRecord, entryOf, withEntry } from '../../src/cache/record.ts';
import type { SlotRecord } from '../../src/cache/record.ts';
import { createStore } from '../../src/cache/store.ts';
import type { Store, StoreOptions } from '../../src/cache/store.ts';
import { keyOf } from '../../src/plan/slot.ts';
import type { Slot } from '../../src/plan/slot.ts';
import { subject } from '../fixtures/cards.ts';
import { good, plannedCard } from '../fixtures/slots.ts';

const { slot: usage } = plannedCard();
const { slot: seats } = plannedCard({}, subject, 'seats');

/** The slot of one card of a subject. */
function at(digest: string, { card }: Pick<Slot, 'card'> = usage): Slot {
  return { card, digest, customer: { id: digest, email: null, externalId: null } };
}

function record(bytes = 100, toldUntil = 0, slot = usage): SlotRecord {
  const { entry } = good(0, { componentsJson: 'x'.repeat(bytes) });
  return withEntry(emptyRecord(slot, toldUntil), entry);
}

function open(options: Partial<StoreOptions> = {}): { store: Store; evicted: SlotRecord[] } {
  const evicted: SlotRecord[] = [];
  const onEvict = (gone: SlotRecord): void => void evicted.push(gone);
  const store = createStore({ maxBytes: 1e6, maxEntryBytes: 1e5, onEvict, ...options });
  return { store, evicted };
}

function fill(store: Store, from: number, count: number, bytes = 100): void {
  for (let index = from; index < from + count; index += 1)
    store.set(at(`k${index}`), record(bytes));
}

function namesOf(slots: Iterable<Slot>): string[] {
  return [...slots].map(({ digest, card }) => `${digest} ${card.cardKey}`).sort();
}

await t.test('keeps what it was given until it is replaced or deleted', async (t) => {
  const { store, evicted } = open();
  store.set(at('a'), record(1));
  store.set(at('a'), record(2));
  t.equal(store.peek(at('a'))?.componentsJson, 'xx');
  t.equal(store.entries, 1);
  store.delete(at('a'));
  t.equal(store.peek(at('a')), undefined);
  t.equal(store.use(at('a')), undefined);
  t.equal(store.bytes, 0);
  t.equal(store.entries, 0);
  t.strictSame(evicted, [], 'that is no eviction');
});

await t.test('deleting what is not there changes nothing', async (t) => {
  const { store } = open();
  store.delete(at('a'));
  store.set(at('a'), record());
  store.delete(at('b'));
  store.delete(at('a', seats));
  t.equal(store.entries, 1);
  t.ok(store.peek(at('a')));
});

await t.test('each card of a subject has a record of its own', async (t) => {
  const { store } = open();
  store.set(at('a'), record(1));
  store.set(at('a', seats), record(2, 0, seats));
  store.set(at('b'), record(3));
  t.equal(store.peek(at('a'))?.componentsJson, 'x');
  t.equal(store.peek(at('a', seats))?.componentsJson, 'xx');
  t.equal(store.peek(at('b'))?.componentsJson, 'xxx');
  t.equal(store.peek(at('b', seats)), undefined);
  t.equal(store.entries, 3);
  store.delete(at('a'));
  t.equal(store.peek(at('a')), undefined);
  t.ok(store.peek(at('a', seats)));
  t.equal(store.entries, 2);
});

await t.test('further cards of a subject take little more than their text', async (t) => {
  const { store } = open();
  store.set(at('a'), record(0));
  const first = store.bytes;
  store.set(at('a', seats), record(0, 0, seats));
  t.ok(store.bytes - first < 150);
  t.ok(first > 400);
});

await t.test(
  'is bounded in bytes, identifiers counted, and tells what it pushes out',
  async (t) => {
    const { store, evicted } = open({ maxBytes: 100_000, maxEntryBytes: 10_000 });
    const long = (index: number) => at(`${index}`.padEnd(200, 'k'));
    for (let index = 0; index < 1_000; index += 1) {
      store.set(long(index), record(1_000));
      t.ok(store.bytes <= 100_000);
    }
    t.ok(store.bytes > 90_000, 'and uses its room');
    t.ok(store.bytes > store.entries * 1_200);
    t.equal(store.entries + evicted.length, 1_000);
    t.equal(store.peek(long(0)), undefined, 'the least recently used go first');
    t.ok(store.peek(long(999)));
  },
);

await t.test('pushes out all cards of a subject together', async (t) => {
  const { store, evicted } = open({ maxBytes: 10_000 });
  store.set(at('a'), record());
  store.set(at('a', seats), record(100, 0, seats));
  fill(store, 0, 100);
  t.strictSame(
    evicted.slice(0, 2).map(({ card }) => card.cardKey),
    ['usage', 'seats'],
  );
  t.equal(store.entries + evicted.length, 102);
});

await t.test('a flood of customers seen once leaves those seen twice', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  fill(store, 0, 50);
  for (let index = 0; index < 50; index += 1) store.use(at(`k${index}`));
  fill(store, 1_000, 10_000);
  for (let index = 0; index < 50; index += 1) t.ok(store.peek(at(`k${index}`)));
});

await t.test('a second card of a subject is no second question for the first', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  store.set(at('a'), record());
  t.equal(store.use(at('a', seats)), undefined);
  store.set(at('a', seats), record(100, 0, seats));
  fill(store, 0, 1_000);
  t.equal(store.peek(at('a')), undefined);
});

await t.test('guarded records that are not used any more make room in the end', async (t) => {
  const { store, evicted } = open({ maxBytes: 100_000 });
  for (let index = 0; index < 1_000; index += 1) {
    store.set(at(`k${index}`), record());
    store.use(at(`k${index}`));
    t.ok(store.bytes <= 100_000);
  }
  t.equal(store.peek(at('k0')), undefined);
  t.ok(store.peek(at('k999')));
  t.equal(store.entries + evicted.length, 1_000, 'none is lost on the way');
});

await t.test('a subject with more cards than there is room for leaves the others', async (t) => {
  const { store } = open({ maxBytes: 10_000, maxEntryBytes: 10_000 });
  const slots = ['a', 'b', 'c', 'd', 'e'].map((key) =>
    at('large', plannedCard({}, subject, key).slot),
  );
  for (let round = 0; round < 3; round += 1) {
    for (const slot of slots) {
      store.use(slot);
      store.set(slot, record(3_000, 0, slot));
      t.ok(store.bytes <= 10_000);
    }
  }
  fill(store, 0, 10);
  t.ok(store.peek(at('k9')));
});

await t.test('looking changes nothing', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  store.set(at('a'), record());
  for (let count = 0; count < 10; count += 1) store.peek(at('a'));
  fill(store, 0, 1_000);
  t.equal(store.peek(at('a')), undefined);
});

await t.test('trimming and deleting leave the order as it is', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  for (const slot of [at('a'), at('b')]) {
    store.set(slot, record());
    store.set({ ...slot, card: seats.card }, record(100, 0, seats));
  }
  fill(store, 0, 10);
  const { bytes } = store;
  store.trim(at('a'), record(10));
  t.equal(store.bytes, bytes - 90);
  store.delete(at('b', seats));
  const order = [...store.all()].map(([{ digest }]) => digest);
  t.strictSame(order.slice(-3), ['b', 'a', 'a']);
});

await t.test(
  'a record over the limit is kept without its card, nor with the older one',
  async (t) => {
    const { store } = open({ maxEntryBytes: 5_000 });
    store.set(at('a'), record(10, 7));
    store.set(at('a'), record(5_000, 8));
    t.match(store.peek(at('a')), { componentsJson: null, toldUntil: 8 });
  },
);

await t.test('a card larger than a segment does not take its record with it', async (t) => {
  const { store, evicted } = open({ maxBytes: 10_000, maxEntryBytes: 10_000 });
  for (const bytes of [7_000, 7_800, 8_500, 9_400]) {
    store.set(at('a'), record(bytes, 7));
    store.use(at('a'));
    store.use(at('a'));
    t.match(store.peek(at('a')), { toldUntil: 7 }, `${bytes}`);
  }
  t.strictSame(evicted, []);
});

await t.test('lists all records once, guarded or not, with whom they are about', async (t) => {
  const { store } = open();
  store.set(at('a'), record());
  store.set(at('b'), record());
  store.use(at('b'));
  store.set(at('b'), record());
  store.set(at('b', seats), record(100, 0, seats));
  const listed = [...store.all()];
  t.strictSame(namesOf(listed.map(([slot]) => slot)), ['a usage', 'b seats', 'b usage']);
  for (const [slot, { card }] of listed) {
    t.equal(slot.customer.id, slot.digest);
    t.equal(slot.card, card);
  }
  t.equal(store.entries, 3);
  t.ok(entryOf(listed[0]?.[1]));
});

await t.test('names the slots of all records, however they have moved', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  fill(store, 0, 1_000, 300);
  for (let index = 900; index < 1_000; index += 1) store.use(at(`k${index}`));
  fill(store, 1_000, 50, 300);
  store.delete(at('k999'));
  t.same(
    [...store.slots()].map(keyOf).sort(),
    [...store.all()].map(([slot]) => keyOf(slot)).sort(),
  );
  t.equal(store.entries, [...store.all()].length);
});

await t.test('naming slots goes on while records are used, replaced and deleted', async (t) => {
  const { store } = open();
  fill(store, 0, 100);
  for (let index = 0; index < 100; index += 1)
    store.set(at(`k${index}`, seats), record(100, 0, seats));
  const seen: string[] = [];
  for (const slot of store.slots()) {
    seen.push(keyOf(slot));
    store.use(slot);
    store.set(slot, record(200, 0, slot));
    if (slot.digest === 'k50') for (const other of [usage, seats]) store.delete(at('k51', other));
    if (slot.digest === 'k60') store.delete(at('k59'));
    if (slot.digest === 'k70') store.delete(slot);
  }
  t.equal(seen.length, 198);
  t.equal(new Set(seen).size, 198, 'each once');
});

import t from 'tap';
import { emptyRecord } from '../../src/cache/record.ts';
import type { SlotRecord } from '../../src/cache/record.ts';
import { createStore } from '../../src/cache/store.ts';
import type { Store, StoreOptions } from '../../src/cache/store.ts';
import { good, plannedCard } from '../fixtures/slots.ts';

const planned = plannedCard();

function record(bytes = 100, toldUntil = 0): SlotRecord {
  const { entry } = good(0, { componentsJson: 'x'.repeat(bytes) });
  return { ...emptyRecord(planned, toldUntil), entry };
}

function open(options: Partial<StoreOptions> = {}): { store: Store; evicted: SlotRecord[] } {
  const evicted: SlotRecord[] = [];
  const onEvict = (gone: SlotRecord): void => void evicted.push(gone);
  const store = createStore({ maxBytes: 1e6, maxEntryBytes: 1e5, onEvict, ...options });
  return { store, evicted };
}

function fill(store: Store, from: number, count: number, bytes = 100): void {
  for (let index = from; index < from + count; index += 1) store.set(`k${index}`, record(bytes));
}

await t.test('keeps what it was given until it is replaced or deleted', async (t) => {
  const { store, evicted } = open();
  store.set('a', record(1));
  store.set('a', record(2));
  t.equal(store.peek('a')?.entry?.componentsJson, 'xx');
  t.equal(store.entries, 1);
  store.delete('a');
  t.equal(store.peek('a'), undefined);
  t.equal(store.use('a'), undefined);
  t.equal(store.bytes, 0);
  t.strictSame(evicted, [], 'that is no eviction');
});

await t.test('is bounded in bytes, keys counted, and tells what it pushes out', async (t) => {
  const { store, evicted } = open({ maxBytes: 100_000, maxEntryBytes: 10_000 });
  for (let index = 0; index < 1_000; index += 1) {
    store.set(`${index}`.padEnd(200, 'k'), record(1_000));
    t.ok(store.bytes <= 100_000);
  }
  t.ok(store.bytes > 90_000, 'and uses its room');
  t.equal(store.entries + evicted.length, 1_000);
  t.equal(store.peek('0'.padEnd(200, 'k')), undefined, 'the least recently used go first');
  t.ok(store.peek('999'.padEnd(200, 'k')));
});

await t.test('a flood of customers seen once leaves those seen twice', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  fill(store, 0, 50);
  for (let index = 0; index < 50; index += 1) store.use(`k${index}`);
  fill(store, 1_000, 10_000);
  for (let index = 0; index < 50; index += 1) t.ok(store.peek(`k${index}`));
});

await t.test('guarded records that are not used any more make room in the end', async (t) => {
  const { store, evicted } = open({ maxBytes: 100_000 });
  for (let index = 0; index < 1_000; index += 1) {
    store.set(`k${index}`, record());
    store.use(`k${index}`);
    t.ok(store.bytes <= 100_000);
  }
  t.equal(store.peek('k0'), undefined);
  t.ok(store.peek('k999'));
  t.equal(store.entries + evicted.length, 1_000, 'none is lost on the way');
});

await t.test('looking changes nothing', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  store.set('a', record());
  for (let count = 0; count < 10; count += 1) store.peek('a');
  fill(store, 0, 1_000);
  t.equal(store.peek('a'), undefined);
});

await t.test(
  'a record over the limit is kept without its card, nor with the older one',
  async (t) => {
    const { store } = open({ maxEntryBytes: 5_000 });
    store.set('a', record(10, 7));
    store.set('a', record(5_000, 8));
    t.match(store.peek('a'), { entry: null, toldUntil: 8 });
  },
);

await t.test('a card larger than a segment does not take its record with it', async (t) => {
  const { store, evicted } = open({ maxBytes: 10_000, maxEntryBytes: 10_000 });
  for (const bytes of [7_000, 8_500, 9_400]) {
    store.set('a', record(bytes, 7));
    store.use('a');
    store.use('a');
    t.match(store.peek('a'), { toldUntil: 7 }, `${bytes}`);
  }
  t.strictSame(evicted, []);
});

await t.test('lists all records once, guarded or not', async (t) => {
  const { store } = open();
  store.set('a', record());
  store.set('b', record());
  store.use('b');
  store.set('b', record());
  t.strictSame([...store.all()].map(([slot]) => slot).sort(), ['a', 'b']);
  t.equal(store.entries, 2);
});

await t.test('names the slots of all records, however they have moved', async (t) => {
  const { store } = open({ maxBytes: 100_000 });
  fill(store, 0, 1_000, 300);
  for (let index = 800; index < 1_000; index += 1) store.use(`k${index}`);
  fill(store, 1_000, 50, 300);
  store.delete('k999');
  t.same([...store.slots()].sort(), [...store.all()].map(([slot]) => slot).sort());
  t.equal(store.entries, [...store.all()].length);
});

await t.test('naming slots goes on while records are used, replaced and deleted', async (t) => {
  const { store } = open();
  fill(store, 0, 100);
  const seen: string[] = [];
  for (const slot of store.slots()) {
    seen.push(slot);
    store.use(slot);
    store.set(slot, record(200));
    if (slot === 'k50') store.delete('k51');
    if (slot === 'k60') store.delete('k59');
  }
  t.equal(seen.length, 99);
  t.equal(new Set(seen).size, 99, 'each once');
});

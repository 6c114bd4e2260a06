import t from 'tap';
import {
  emptyRecord,
  entryOf,
  hasData,
  sizeOf,
  withCooling,
  withEntry,
  withoutEntry,
} from '../../src/cache/record.ts';
import type { Entry } from '../../src/cache/record.ts';
import { bad, good, plannedCard } from '../fixtures/slots.ts';

const { entry } = good(0);
const planned = plannedCard();
const record = emptyRecord(planned.slot, 7);
const kept = withEntry(record, entry);

await t.test('a new record knows only the card and what Plain was told', async (t) => {
  t.match(record, { card: planned.card, toldUntil: 7, cooling: null });
  t.equal(entryOf(record), null);
  t.equal(entryOf(undefined), null);
});

await t.test('a record with an entry is that entry', async (t) => {
  t.match(entryOf(kept), entry);
  t.match(kept, { card: planned.card, toldUntil: 7, cooling: null });
  t.equal(entryOf(withoutEntry(kept)), null);
  t.match(withoutEntry(kept), { toldUntil: 7 });
});

await t.test('a failure leaves the entry alone, and a new entry ends its cool-down', async (t) => {
  const cooling = { until: 5, failure: bad.failure };
  const failed = withCooling(kept, cooling);
  t.match(entryOf(failed), entry);
  t.match(failed, { toldUntil: 7, cooling });
  t.match(withoutEntry(failed), { cooling });
  t.equal(withEntry(failed, entry).cooling, null);
});

await t.test('what Plain was told is over no sooner than it was told', async (t) => {
  t.equal(emptyRecord(planned.slot, 7.2).toldUntil, 8);
});

await t.test('"no data" is an entry without data', async (t) => {
  t.equal(hasData(entry), true);
  t.equal(hasData({ ...entry, componentsJson: 'null' }), false);
});

function sizeWith(overrides: Partial<Entry>): number {
  return sizeOf(withEntry(record, { ...entry, componentsJson: '', ...overrides }));
}

await t.test('a record weighs its texts and what surrounds them', async (t) => {
  const alone = sizeWith({});
  t.ok(alone > 100);
  t.equal(sizeOf(record), alone);
  t.equal(sizeWith({ componentsJson: 'x'.repeat(1_000) }), alone + 1_000);
  t.equal(sizeWith({ tags: ['abcd'] }) - sizeWith({ tags: ['abc'] }), 1);
  t.ok(sizeWith({ tags: ['a', 'b'] }) > sizeWith({ tags: ['ab'] }));
  t.ok(sizeOf(withCooling(record, { until: 5, failure: bad.failure })) > alone);
});

await t.test('a text above latin1 weighs two bytes a character', async (t) => {
  const of = (componentsJson: string) => sizeWith({ componentsJson });
  t.equal(of('é'.repeat(10)) - of(''), 10);
  t.equal(of('日'.repeat(10)) - of(''), 20);
});

await t.test('moments weigh something once they are no small integers any more', async (t) => {
  const days = 86_400_000;
  t.equal(sizeWith({ sentAt: 24 * days }), sizeWith({}));
  t.ok(sizeWith({ sentAt: 25 * days }) > sizeWith({}));
});

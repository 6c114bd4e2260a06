import t from 'tap';
import { emptyRecord, sizeOf, withEntry } from '../../src/cache/record.ts';
import { createShelf, putOn, recordOn, takeFrom } from '../../src/cache/shelf.ts';
import { subject } from '../fixtures/cards.ts';
import { good, plannedCard } from '../fixtures/slots.ts';

const { slot: usage } = plannedCard();
const { slot: seats } = plannedCard({}, subject, 'seats');

await t.test('a shelf weighs its identifiers and what surrounds them', async (t) => {
  const nobody = createShelf({ id: null, email: null, externalId: null });
  t.ok(nobody.bytes > 100);
  t.equal(createShelf({ id: 'c_1', email: 'é', externalId: '日' }).bytes, nobody.bytes + 3 + 1 + 2);
});

await t.test('records are put, replaced and taken by card, and weigh while there', async (t) => {
  const shelf = createShelf(subject.customer);
  const { bytes } = shelf;
  const [first, second] = [emptyRecord(usage, 1), emptyRecord(seats, 2)];
  putOn(shelf, first);
  putOn(shelf, second);
  t.equal(recordOn(shelf, usage), first);
  t.equal(recordOn(shelf, seats), second);
  const better = withEntry(first, good(0).entry);
  putOn(shelf, better);
  t.equal(recordOn(shelf, usage), better);
  t.equal(shelf.bytes, bytes + sizeOf(better) + sizeOf(second));
  takeFrom(shelf, usage);
  takeFrom(shelf, usage);
  t.equal(recordOn(shelf, usage), undefined);
  t.strictSame(shelf.records, [second]);
  t.equal(shelf.bytes, bytes + sizeOf(second));
});

await t.test('a card is the same after a reload, unless its definition has changed', async (t) => {
  const shelf = createShelf(subject.customer);
  const record = emptyRecord(usage, 1);
  putOn(shelf, record);
  t.equal(recordOn(shelf, plannedCard().slot), record);
  t.equal(recordOn(shelf, plannedCard({ ttlSeconds: 20 }).slot), undefined);
});

await t.test('whoever reads the records can read on while they change', async (t) => {
  const shelf = createShelf(subject.customer);
  putOn(shelf, emptyRecord(usage, 1));
  putOn(shelf, emptyRecord(seats, 2));
  const seen: string[] = [];
  for (const { card } of shelf.records) {
    seen.push(card.cardKey);
    takeFrom(shelf, { card });
  }
  t.strictSame(seen, ['usage', 'seats']);
});

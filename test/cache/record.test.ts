import t from 'tap';
import { emptyRecord, hasData, sizeOf } from '../../src/cache/record.ts';
import { subject } from '../fixtures/cards.ts';
import { good, plannedCard } from '../fixtures/slots.ts';

const { entry } = good(0);
const record = emptyRecord(plannedCard(), 7);

await t.test('a new record knows only whom it is about and what Plain was told', async (t) => {
  const { card, subject } = plannedCard();
  t.strictSame(record, {
    about: { card, subject },
    entry: null,
    toldUntil: 7,
    cooling: null,
  });
});

await t.test('"no data" is an entry without data', async (t) => {
  t.equal(hasData(entry), true);
  t.equal(hasData({ ...entry, componentsJson: 'null' }), false);
});

await t.test('a record weighs its texts, its identifiers and what surrounds them', async (t) => {
  const alone = sizeOf(record, '');
  const { id, email, externalId } = subject.customer;
  const identifiers = [id, email, externalId].join('').length;
  t.ok(alone > identifiers + 100);
  t.equal(sizeOf(record, 'slot'), alone + 4);
  const withEntry = { ...record, entry: { ...entry, componentsJson: 'x'.repeat(1_000) } };
  t.equal(sizeOf(withEntry, ''), alone + 1_000);
  t.equal(
    sizeOf({ ...record, entry: { ...entry, componentsJson: '', tags: ['abc'] } }, ''),
    alone + 3,
  );
});

await t.test('a text above latin1 weighs two bytes a character', async (t) => {
  const of = (componentsJson: string) =>
    sizeOf({ ...record, entry: { ...entry, componentsJson } }, '');
  t.equal(of('é'.repeat(10)) - of(''), 10);
  t.equal(of('日'.repeat(10)) - of(''), 20);
});

await t.test('the thread and the tenant of a card that sends them weigh as well', async (t) => {
  const about = plannedCard({ sends: ['customer', 'thread', 'tenant'] });
  t.equal(
    sizeOf(emptyRecord(about, 0), '') - sizeOf(record, ''),
    ['th_1', 'te_1', 'org_1'].join('').length,
  );
});

import t from 'tap';
import {
  choose,
  chosenKeys,
  everyKey,
  keyMistake,
  maxKeys,
  withExtra,
  withoutExtra,
} from '../../../src/browser/cards/key-choice.ts';

const card = (key: string) => ({
  key,
  upstream: 'billing',
  title: 'Billing',
  team: null,
  adapter: 'plain',
  isRetired: false,
});
const cards = ['status', 'invoice', 'usage'].map(card);

await t.test('all registered cards are chosen at first, those too that come later', async (t) => {
  t.same(chosenKeys(cards, everyKey), ['status', 'invoice', 'usage']);
  t.same(chosenKeys([...cards, card('refunds')], everyKey), [
    'status',
    'invoice',
    'usage',
    'refunds',
  ]);
});

await t.test('some are left out and taken in again', async (t) => {
  const fewer = choose(everyKey, ['status', 'usage'], false);
  t.same(chosenKeys(cards, fewer), ['invoice']);
  t.same(chosenKeys(cards, choose(fewer, ['usage'], true)), ['invoice', 'usage']);
});

await t.test('any other key comes last, and once', async (t) => {
  const more = withExtra(withExtra(withExtra(everyKey, 'nothing'), 'usage'), 'nothing');
  t.same(chosenKeys(cards, more), ['status', 'invoice', 'usage', 'nothing']);
  t.same(chosenKeys(cards, withoutExtra(more, 'nothing')), ['status', 'invoice', 'usage']);
});

await t.test('no more are asked for than Plain has in a workspace', async (t) => {
  const many = Array.from({ length: 40 }, (_, index) => card(`card-${index}`));
  t.equal(chosenKeys(many, everyKey).length, maxKeys);
});

await t.test('a key that Plain would not take is told', async (t) => {
  t.equal(keyMistake('last_order-2'), null);
  for (const key of ['', 'last order', 'ключ', 'k'.repeat(501)]) t.type(keyMistake(key), 'string');
});

import t from 'tap';
import { describeOutcome, summarise, titleOf } from '../../../src/browser/cards/words.ts';
import { outcomes } from '../../../src/outcome.ts';

await t.test('a key is read as a title', async (t) => {
  t.equal(titleOf('subscription-status'), 'Subscription status');
  t.equal(titleOf('last_order'), 'Last order');
  t.equal(titleOf('-'), '-');
});

await t.test('each outcome has words of its own', async (t) => {
  const labels = outcomes.map((outcome) => describeOutcome(outcome).label);
  t.equal(new Set(labels).size, outcomes.length);
});

await t.test('an answer is told in a sentence', async (t) => {
  const card = (key: string, outcome: 'cached' | 'unavailable') => ({ key, outcome });
  t.equal(summarise([card('last-order', 'unavailable')]), 'Last order: Unavailable');
  t.equal(
    summarise([card('a', 'cached'), card('b', 'unavailable'), card('c', 'cached')]),
    '3 cards: 2 Cached, 1 Unavailable',
  );
});

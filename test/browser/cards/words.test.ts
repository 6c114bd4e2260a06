import t from 'tap';
import { describeOutcome, titleOf } from '../../../src/browser/cards/words.ts';
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

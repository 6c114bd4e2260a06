import t from 'tap';
import { createPurges, isPurgedSince } from '../../src/cache/purges.ts';
import { plannedCard } from '../fixtures/slots.ts';

const about = plannedCard();

await t.test('what was purged since a moment is known, and only that', async (t) => {
  const purges = createPurges();
  const before = purges.mark;
  t.equal(isPurgedSince(before, about, []), false);
  purges.add({ card: 'other' });
  purges.add({ card: 'usage' });
  purges.add({ card: 'another' });
  t.equal(isPurgedSince(before, about, []), true);
  t.equal(isPurgedSince(purges.mark, about, []), false, 'that was before');
});

await t.test('tags decide where a purge names one', async (t) => {
  const purges = createPurges();
  const { mark } = purges;
  purges.add({ tag: 'plan:pro' });
  t.equal(isPurgedSince(mark, about, ['plan:free']), false);
  t.equal(isPurgedSince(mark, about, ['plan:free', 'plan:pro']), true);
});

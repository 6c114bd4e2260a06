import t from 'tap';
import { matches, matchesAbout } from '../../src/cache/selection.ts';
import { subject } from '../fixtures/cards.ts';
import { plannedCard } from '../fixtures/slots.ts';

const { slot: about } = plannedCard();
const nobodyElse = { id: null, email: null, externalId: null };

await t.test('an empty selection matches everything', async (t) => {
  t.equal(matchesAbout({}, about), true);
  t.equal(matches({}, about, []), true);
});

await t.test('any one identifier finds a customer', async (t) => {
  const { id, email, externalId } = { id: 'c_1', email: 'ada@example.com', externalId: 'acct_1' };
  for (const customer of [{ id }, { email }, { externalId }, { id, externalId: 'another' }])
    t.equal(matchesAbout({ customer }, about), true);
  for (const customer of [{ id: 'c_2' }, { email: 'a@example.com' }, { externalId: 'c_1' }, {}])
    t.equal(matchesAbout({ customer }, about), false);
});

await t.test('an e-mail address is found in any case', async (t) => {
  t.equal(matchesAbout({ customer: { email: 'ADA@Example.com' } }, about), true);
  t.equal(matchesAbout({ customer: { id: 'C_1' } }, about), false, 'an id is not');
});

await t.test('an identifier that a customer lacks finds nobody', async (t) => {
  const customer = { ...nobodyElse, id: 'c_1' };
  const { slot: without } = plannedCard({}, { ...subject, customer });
  t.equal(matchesAbout({ customer: { email: 'ada@example.com' } }, without), false);
  t.equal(matchesAbout({ customer: { email: '' } }, without), false);
});

await t.test('all that is given must match', async (t) => {
  t.equal(matchesAbout({ card: 'usage', upstream: 'billing' }, about), true);
  t.equal(matchesAbout({ card: 'usage', upstream: 'orders' }, about), false);
  t.equal(matchesAbout({ card: 'seats', upstream: 'billing' }, about), false);
  t.equal(matchesAbout({ card: 'usage', customer: { id: 'c_2' } }, about), false);
});

await t.test('a tag finds the cards that carry it', async (t) => {
  t.equal(matches({ tag: 'plan:pro' }, about, ['plan:pro']), true);
  t.equal(matches({ tag: 'plan' }, about, ['plan:pro']), false);
  t.equal(matches({ tag: 'plan:pro', card: 'seats' }, about, ['plan:pro']), false);
  t.equal(matches({ tag: 'plan:pro' }, about, []), false);
});

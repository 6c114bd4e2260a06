import t from 'tap';
import { cardOf, refusesCard, validCard } from './verdict.ts';

await t.test('accepts a card with null components as "no data"', async (t) => {
  t.strictSame(validCard({ key: 'plan', components: null }), {
    key: 'plan',
    timeToLiveSeconds: null,
    components: null,
  });
});

await t.test('turns an empty list of components into null', async (t) => {
  t.equal(validCard(cardOf()).components, null);
});

await t.test('refuses a card without components', async (t) => {
  refusesCard(t, { key: 'plan' }, '/components', 'expected a list of components');
});

await t.test('refuses components that are no list', async (t) => {
  for (const components of ['x', {}, 1, false])
    refusesCard(t, { key: 'plan', components }, '/components', 'expected a list of components');
});

await t.test('refuses a card that is no object', async (t) => {
  for (const card of [null, undefined, 'x', 1, true, [], [cardOf()]])
    refusesCard(t, card, '', 'expected an object');
});

await t.test('refuses a key that is missing or no string', async (t) => {
  for (const key of [undefined, null, 1, ['plan']])
    refusesCard(t, { key, components: null }, '/key', 'expected a string');
});

await t.test('keeps the key in its own case', async (t) => {
  t.equal(validCard({ key: 'Plan-Details', components: null }).key, 'Plan-Details');
});

await t.test('keeps a time to live of any integer from 0 on, unclamped', async (t) => {
  for (const timeToLiveSeconds of [0, 1, 15, 31_536_000, 1e12])
    t.equal(validCard({ ...cardOf(), timeToLiveSeconds }).timeToLiveSeconds, timeToLiveSeconds);
});

await t.test('takes an absent and a null time to live for none', async (t) => {
  t.equal(validCard(cardOf()).timeToLiveSeconds, null);
  t.equal(validCard({ ...cardOf(), timeToLiveSeconds: null }).timeToLiveSeconds, null);
});

await t.test('refuses a time to live that is negative, fractional or no number', async (t) => {
  const rule = 'expected an integer of 0 or more, or null';
  for (const timeToLiveSeconds of [-1, 59.5, '60', true, [], Infinity, NaN])
    refusesCard(t, { ...cardOf(), timeToLiveSeconds }, '/timeToLiveSeconds', rule);
});

await t.test('strips unknown fields of the card', async (t) => {
  t.strictSame(Object.keys(validCard({ ...cardOf(), title: 'My card' })), [
    'key',
    'timeToLiveSeconds',
    'components',
  ]);
});

await t.test('does not let a card bring its own prototype', async (t) => {
  const card: unknown = JSON.parse(
    '{"__proto__":{"key":"evil","polluted":1},"constructor":{"prototype":{"polluted":1}},"key":"plan","components":[{"componentText":{"text":"a","__proto__":{"textSize":"L"}},"__proto__":{"componentBadge":{}}}]}',
  );
  t.strictSame(validCard(card).components, [{ componentText: { text: 'a' } }]);
  t.equal(Reflect.get({}, 'polluted'), undefined);
});

await t.test('does not read fields from a __proto__ in the JSON', async (t) => {
  const card: unknown = JSON.parse('{"__proto__":{"key":"plan","components":null}}');
  refusesCard(t, card, '/key', 'expected a string');
});

import t from 'tap';
import type { AnsweredCardView } from '../../../src/admin/api.ts';
import {
  ageSeconds,
  dueKeys,
  partLeft,
  secondsLeft,
} from '../../../src/browser/cards/shown-card.ts';

const answeredAt = 1_000_000;

function shown(key: string, about: Partial<AnsweredCardView> = {}) {
  const card: AnsweredCardView = {
    key,
    outcome: 'cached',
    reason: null,
    reasonText: null,
    upstream: 'billing',
    ageSeconds: 10,
    ttlSeconds: 60,
    components: null,
    ...about,
  };
  return { card, answeredAt };
}

await t.test('a card is shown for the TTL that Plain is told, from the answer on', async (t) => {
  t.equal(secondsLeft(shown('usage'), answeredAt), 60);
  t.equal(secondsLeft(shown('usage'), answeredAt + 59_001), 1);
  t.equal(secondsLeft(shown('usage'), answeredAt + 60_000), 0);
  t.equal(secondsLeft(shown('usage'), answeredAt + 999_000), 0);
  t.equal(secondsLeft(shown('usage'), answeredAt - 900), 60, 'before the next tick');
});

await t.test('what is left is told as a part of it as well', async (t) => {
  t.equal(partLeft(shown('usage'), answeredAt), 1);
  t.equal(partLeft(shown('usage'), answeredAt + 45_000), 0.25);
  t.equal(partLeft(shown('usage'), answeredAt - 5_000), 1, 'before the next tick');
});

await t.test('a copy is as old as it was, and older', async (t) => {
  t.equal(ageSeconds(shown('usage'), answeredAt + 5_900), 15);
  t.equal(ageSeconds(shown('usage', { ageSeconds: null }), answeredAt + 5_900), 5);
  t.equal(ageSeconds(shown('usage'), answeredAt - 5_000), 10, 'before the next tick');
});

await t.test(
  'asked for is what is missing or past its time, in the order of the keys',
  async (t) => {
    const cards = new Map([
      ['usage', shown('usage')],
      ['status', shown('status', { ttlSeconds: 15 })],
    ]);
    const keys = ['status', 'usage', '__proto__'];
    const due = (asked: string[], nowMs: number) => dueKeys(keys, cards, new Set(asked), nowMs);
    t.same(due([], answeredAt), ['__proto__']);
    t.same(due([], answeredAt + 15_000), ['status', '__proto__']);
    t.same(due([], answeredAt + 60_000), keys);
    t.same(
      due(['usage', '__proto__'], answeredAt + 60_000),
      ['status'],
      'what is under way is not',
    );
  },
);

import t from 'tap';
import { alignTtls } from '../../src/merge/align.ts';
import type { RenderedCard } from '../../src/merge/render.ts';

function card(
  key: string,
  ttlSeconds: number,
  outcome: RenderedCard['outcome'] = 'fresh',
): RenderedCard {
  return {
    key,
    ttlSeconds,
    outcome,
    upstream: 'billing',
    claim: null,
    isReload: false,
    waitedMs: 0,
    ageMs: null,
    failure: null,
    componentsJson: 'null',
  };
}

const ttls = (cards: readonly RenderedCard[]) =>
  alignTtls(cards).map(({ key, ttlSeconds }) => [key, ttlSeconds]);

await t.test('all cards of an answer are told the shortest TTL among them', async (t) => {
  t.same(ttls([card('a', 60), card('b', 42, 'cached'), card('c', 60, 'empty')]), [
    ['a', 42],
    ['b', 42],
    ['c', 42],
  ]);
});

await t.test('notices and stale cards keep theirs, and draw nobody along', async (t) => {
  t.same(ttls([card('a', 60), card('b', 15, 'unavailable'), card('c', 15, 'stale_error')]), [
    ['a', 60],
    ['b', 15],
    ['c', 15],
  ]);
});

await t.test('an answer of notices alone, or an empty one, stays as it is', async (t) => {
  t.same(ttls([card('a', 15, 'unavailable')]), [['a', 15]]);
  t.same(ttls([]), []);
});

import * as fc from 'fast-check';
import t from 'tap';
import { readCardList } from '../../../src/fan-out/adapters/card-list.ts';

function sameNames(...keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key, key]));
}

function cardsOf(answer: unknown, serviceKeys: ReadonlyMap<string, string>): unknown {
  const result = readCardList(answer, serviceKeys);
  return result.ok ? Object.fromEntries(result.cards) : result.failure.reason;
}

void t.test('hands on what a card may have, as it came, and nothing else', (t) => {
  const card = { key: 'a', timeToLiveSeconds: 'soon', components: 7, cacheTags: {} };
  const cards = [{ ...card, extra: [] }];
  t.same(cardsOf({ cards, more: 1 }, sameNames('a')), { a: { ok: true, card } });
  t.end();
});

void t.test('drops what was not asked for, and lacks what did not come', (t) => {
  const cards = [{ key: 'x', components: null }, { key: 'a' }];
  t.same(cardsOf({ cards }, sameNames('a', 'b')), { a: { ok: true, card: { key: 'a' } } });
  t.end();
});

void t.test('takes the first of duplicates', (t) => {
  const cards = [
    { key: 'a', components: [] },
    { key: 'a', components: null },
  ];
  t.same(cardsOf({ cards }, sameNames('a')), {
    a: { ok: true, card: { key: 'a', components: [] } },
  });
  t.end();
});

void t.test("matches the service's name exactly and answers under the gateway's", (t) => {
  const names = new Map([
    ['mine', 'theirs'],
    ['also-mine', 'theirs'],
  ]);
  const card = { components: null };
  t.same(cardsOf({ cards: [{ key: 'theirs', ...card }] }, names), {
    mine: { ok: true, card: { key: 'mine', ...card } },
    'also-mine': { ok: true, card: { key: 'also-mine', ...card } },
  });
  for (const key of ['mine', 'Theirs', ' theirs', 'theirs ']) {
    t.same(cardsOf({ cards: [{ key }] }, names), {}, key);
  }
  t.end();
});

void t.test('passes over elements that are no cards', (t) => {
  const cards = [null, 'a', 7, [], ['key', 'a'], {}, { key: 7 }, { key: null }, { key: 'a' }];
  t.same(cardsOf({ cards }, sameNames('a', '7', 'null')), { a: { ok: true, card: { key: 'a' } } });
  t.end();
});

void t.test('answers invalid_body when there is no list of cards', (t) => {
  const answers = [
    null,
    undefined,
    [],
    {},
    'x',
    7,
    { cards: null },
    { cards: {} },
    { error: 'x' },
    [{ cards: [] }],
  ];
  for (const answer of answers) t.equal(cardsOf(answer, sameNames('a')), 'invalid_body');
  t.end();
});

void t.test('keeps the names of object internals apart', (t) => {
  const names = sameNames('__proto__', 'constructor', 'toString');
  const answer: unknown = JSON.parse('{"cards":[{"key":"__proto__","__proto__":{"polluted":1}}]}');
  const result = readCardList(answer, names);
  t.same(result.ok && [...result.cards.keys()], ['__proto__']);
  t.notOk('polluted' in {});
  t.end();
});

void t.test('answers for no key that was not asked for, whatever comes', (t) => {
  const someCard = fc.record({ key: fc.constantFrom('a', 'b', 'c'), components: fc.jsonValue() });
  const answer = fc.oneof(
    fc.jsonValue(),
    fc.record({ cards: fc.array(fc.oneof(someCard, fc.jsonValue())) }),
  );
  fc.assert(
    fc.property(answer, fc.uniqueArray(fc.constantFrom('a', 'b', 'd')), (body, keys) => {
      const result = readCardList(body, sameNames(...keys));
      return (
        !result.ok || [...result.cards.keys()].every((key) => keys.some((asked) => asked === key))
      );
    }),
  );
  t.end();
});

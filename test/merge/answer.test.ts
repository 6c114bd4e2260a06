import t from 'tap';
import { writeAnswer } from '../../src/merge/answer.ts';
import { createRef } from '../../src/merge/ref.ts';

const rendered = {
  upstream: null,
  outcome: 'fresh',
  claim: null,
  isReload: false,
  waitedMs: 0,
  ageMs: null,
  failure: null,
} as const;

await t.test('writes the cards in the order given', async (t) => {
  const body = writeAnswer([
    { ...rendered, key: 'b', ttlSeconds: 60, componentsJson: '[{"componentText":{"text":"x"}}]' },
    { ...rendered, key: '__proto__', ttlSeconds: 15, componentsJson: 'null' },
  ]);
  t.equal(
    body,
    '{"cards":[{"key":"b","timeToLiveSeconds":60,"components":[{"componentText":{"text":"x"}}]},' +
      '{"key":"__proto__","timeToLiveSeconds":15,"components":null}]}',
  );
});

await t.test('quotes keys, whatever was asked for', async (t) => {
  const body = writeAnswer([{ ...rendered, key: '"],\n', ttlSeconds: 60, componentsJson: 'null' }]);
  t.equal(JSON.parse(body).cards[0].key, '"],\n');
});

await t.test('an empty request has an empty answer', async (t) => {
  t.equal(writeAnswer([]), '{"cards":[]}');
});

await t.test('a reference can be read aloud', async (t) => {
  t.match(createRef(Math.random), /^[0-9A-HJKMNP-TV-Z]{5}$/);
  t.equal(
    createRef(() => 0),
    '00000',
  );
  t.equal(
    createRef(() => 1 - 2 ** -53),
    'ZZZZZ',
  );
});

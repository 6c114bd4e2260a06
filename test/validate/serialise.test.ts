import * as fc from 'fast-check';
import t from 'tap';
import type { Component } from '../../src/validate/components.ts';
import { serialiseComponents } from '../../src/validate/serialise.ts';
import { components } from './arbitraries.ts';
import { validCard } from './verdict.ts';

function textOf(text: string): Component[] {
  return [{ componentText: { text } }];
}

await t.test('serialises no data as null', async (t) => {
  t.equal(serialiseComponents(null), 'null');
});

await t.test('leaves ASCII as JSON.stringify writes it', async (t) => {
  const components = textOf('a "quoted" \\ line\n\u007F');
  t.equal(serialiseComponents(components), JSON.stringify(components));
});

await t.test('escapes what is above ASCII', async (t) => {
  t.equal(
    serialiseComponents(textOf('Paid £20 to the café by card, on time.')),
    String.raw`[{"componentText":{"text":"Paid \u00a320 to the caf\u00e9 by card, on time."}}]`,
  );
});

await t.test('escapes both halves of a character outside the basic plane', async (t) => {
  const json = serialiseComponents(textOf(`😀${'a'.repeat(100)}`));
  t.match(json, String.raw`\ud83d\ude00a`);
});

await t.test('keeps UTF-8 where escaping would add more than a fifth', async (t) => {
  for (const text of [
    'Оплачено полностью, спасибо',
    '支払いが完了しました。ありがとうございます',
  ]) {
    const components = textOf(text);
    t.equal(serialiseComponents(components), JSON.stringify(components));
  }
});

await t.test('escapes up to a growth of exactly a fifth, in bytes', async (t) => {
  const overhead = JSON.stringify(textOf('')).length;
  // Each £ is 2 bytes of UTF-8 and 6 escaped; 20 n bytes with n of them grow by a fifth.
  const pounds = 5;
  const atLimit = textOf('£'.repeat(pounds) + 'a'.repeat(20 * pounds - overhead - 2 * pounds));
  t.match(serialiseComponents(atLimit), String.raw`\u00a3`);
  const over = textOf('£'.repeat(pounds) + 'a'.repeat(20 * pounds - overhead - 2 * pounds - 1));
  t.match(serialiseComponents(over), '£');
});

await t.test('always reads back as the same components', async (t) => {
  fc.assert(
    fc.property(components, (components) => {
      const normal = validCard({ key: 'plan', components }).components;
      t.strictSame(JSON.parse(serialiseComponents(normal)), normal);
    }),
  );
});

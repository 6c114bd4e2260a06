import t from 'tap';
import { graphemesOf, widthOf } from '../../../src/cli/draw/graphemes.ts';

for (const [text, width] of [
  ['', 0],
  ['plain', 5],
  ['Zürich', 6],
  ['Zu\u0308rich', 6],
  ['日本', 4],
  ['한국', 4],
  ['\u1112\u1161\u11AB', 2],
  ['ｆｕｌｌ', 8],
  ['ﾊﾝ', 2],
  ['✅', 2],
  ['✓', 1],
  ['❤️', 2],
  ['👩‍👩‍👧‍👧', 2],
  ['🇬🇧', 2],
  ['हिन्दी', 5],
  ['↗❐▸◉…─│', 7],
] as const) {
  await t.test(`${text} takes ${width}`, async (t) => t.equal(widthOf(text), width));
}

await t.test('marks stay with their letter', async (t) => {
  t.strictSame(graphemesOf('e\u0301x'), [
    { text: 'e\u0301', width: 1 },
    { text: 'x', width: 1 },
  ]);
});

import * as fc from 'fast-check';
import t from 'tap';
import { parseMarkdown } from '../../src/validate/markdown.ts';

/** Bold in `<b>`, italic in `<i>`, links in `<url>`; so that a case is one line. */
function marked(text: string): string {
  return parseMarkdown(text)
    .map(({ text: own, isBold, isItalic, url }) => {
      const linked = url === undefined ? own : `<${url}>${own}</>`;
      const italic = isItalic ? `<i>${linked}</i>` : linked;
      return isBold ? `<b>${italic}</b>` : italic;
    })
    .join('')
    .replaceAll(/<\/i><i>|<\/b><b>|<\/><u>/g, '');
}

for (const [text, expected] of [
  ['plain', 'plain'],
  ['', ''],
  ['**bold** and *italic*', '<b>bold</b> and <i>italic</i>'],
  ['__bold__ and _italic_', '<b>bold</b> and <i>italic</i>'],
  ['***both***', '<b><i>both</i></b>'],
  ['**bold *both* bold**', '<b>bold <i>both</i> bold</b>'],
  ['**a**b**c**', '<b>a</b>b<b>c</b>'],
  ['snake_case_name', 'snake_case_name'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['*open', '*open'],
  ['**open *closed*', '**open <i>closed</i>'],
  ['*one **two*', '*one *<i>two</i>'],
  ['close*', 'close*'],
  ['**a*', '*<i>a</i>'],
  ['*a**', '<i>a</i>*'],
  ['\\*not\\* \\[a\\]', '*not* [a]'],
  ['C:\\temp', 'C:\\temp'],
  [
    '[her *page*](https://a.example/x_(y))',
    '<https://a.example/x_(y)>her </><i><https://a.example/x_(y)>page</></i>',
  ],
  ['**[a](b)**', '<b><b>a</></b>'],
  ['[a\\]b](u)', '<u>a]b</>'],
  ['[a](b c)', '[a](b c)'],
  ['[](b)', '[](b)'],
  ['[a] (b)', '[a] (b)'],
] as const) {
  await t.test(`reads ${JSON.stringify(text)}`, async (t) => t.equal(marked(text), expected));
}

await t.test('shows every character that is no mark, whatever the text', async () => {
  const unit = fc.constantFrom('a', ' ', '*', '**', '_', '[', ']', '(', ')', '\\', '.', 'é');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const letters = (of: string) => of.replaceAll(/[^aé ]/g, '').length;
      const shown = parseMarkdown(text).map((span) => `${span.text}${span.url ?? ''}`);
      return letters(shown.join('')) >= letters(text.replaceAll(/\([^)]*\)/g, ''));
    }),
  );
});

await t.test('takes no long time for a long text', async (t) => {
  for (const piece of ['*', '_a ', '[a](', '[[', '*a_', '\\', '(', '[a](b)']) {
    const startedAt = performance.now();
    parseMarkdown(piece.repeat(10_000 / piece.length));
    t.ok(performance.now() - startedAt < 500, piece);
  }
});

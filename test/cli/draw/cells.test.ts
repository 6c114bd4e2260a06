import * as fc from 'fast-check';
import t from 'tap';
import { cellsOf, lineWidth, pad, truncate, wrap } from '../../../src/cli/draw/cells.ts';
import type { Line } from '../../../src/cli/draw/cells.ts';

const textOf = (line: Line) => line.map(({ text }) => text).join('');
const wrapped = (text: string, width: number) => wrap(cellsOf(text), width).map(textOf);

await t.test('breaks at spaces, and drops those that it breaks at', async (t) => {
  t.strictSame(wrapped('one two  three', 7), ['one two', 'three']);
  t.strictSame(wrapped('one two three ', 5), ['one', 'two', 'three']);
});

await t.test('breaks a word that no line has room for', async (t) => {
  t.strictSame(wrapped('abcdefgh ij', 3), ['abc', 'def', 'gh', 'ij']);
});

await t.test('breaks a path behind a slash, where no space does', async (t) => {
  t.strictSame(wrapped('/ab/cd/ef', 7), ['/ab/cd/', 'ef']);
  t.strictSame(wrapped('see /ab/cd', 8), ['see', '/ab/cd']);
});

await t.test('breaks between wide characters', async (t) => {
  t.strictSame(wrapped('日本語', 5), ['日本', '語']);
  t.strictSame(wrapped('a 日本語x', 5), ['a 日', '本語x']);
});

await t.test('keeps the lines, the empty ones and the indents of a text', async (t) => {
  t.strictSame(wrapped('a\n\n  b', 10), ['a', '', '  b']);
  t.strictSame(wrapped('', 10), ['']);
});

await t.test('no line is too wide, and nothing but spaces is lost', async () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', 'e\u0301', '👩‍👩‍👧', '\n') });
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 12 }), (text, width) => {
      const lines = wrap(cellsOf(text), width);
      const kept = lines.map(textOf).join('');
      return (
        lines.every((line) => lineWidth(line) <= width) &&
        kept.replaceAll(' ', '') === text.replaceAll(/[ \n]/g, '')
      );
    }),
  );
});

await t.test('a text that is cut says so, in the room it has', async (t) => {
  t.equal(textOf(truncate(cellsOf('abcdef'), 6, '…')), 'abcdef');
  t.equal(textOf(truncate(cellsOf('abcdefg'), 6, '…')), 'abcde…');
  t.equal(textOf(truncate(cellsOf('日本語'), 4, '…')), '日…');
});

await t.test('fills up on either side, never with less than nothing', async (t) => {
  t.equal(textOf(pad(cellsOf('ab'), 4, 'end')), 'ab  ');
  t.equal(textOf(pad(cellsOf('ab'), 4, 'start')), '  ab');
  t.equal(textOf(pad(cellsOf('abc'), 2, 'end')), 'abc');
});

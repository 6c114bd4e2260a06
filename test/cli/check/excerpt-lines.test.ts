import t from 'tap';
import { excerptLines } from '../../../src/cli/check/excerpt-lines.ts';
import { lineWidth } from '../../../src/cli/draw/cells.ts';

const options = { vertical: '|', ellipsis: '…', mark: {} };

/** The two lines, as they are read. */
function shown(text: string, column: number, width = 40): string[] {
  const excerpt = { text, positionOf: (from: number) => from - 1 };
  const problem = { file: '', path: '', message: '', line: 7, column };
  const lines = excerptLines(problem, excerpt, { ...options, width });
  t.ok(
    lines.every((line) => lineWidth(line) <= width),
    `${width} columns`,
  );
  return lines.map((line) => line.map((cell) => cell.text).join(''));
}

void t.test('underlines the word that is meant, without the indentation of the file', async (t) => {
  t.same(shown('    timeoutMs: 2s', 5), ['  7 | timeoutMs: 2s', '    | ^^^^^^^^^']);
  t.same(shown('a: ${NONE} b', 4), ['  7 | a: ${NONE} b', '    |    ^^^^^^^']);
  t.same(shown('a: {lookp}', 4), ['  7 | a: {lookp}', '    |    ^^^^^^^']);
  t.same(shown('a: "x"', 4), ['  7 | a: "x"', '    |    ^']);
});

void t.test('points behind the end of the line', async (t) => {
  t.same(shown('a:', 3), ['  7 | a:', '    |   ^']);
  t.same(shown('', 1), ['  7 | ', '    | ^']);
});

void t.test('points past wide characters', async (t) => {
  t.same(shown('a: 注文 {{ x', 7), ['  7 | a: 注文 {{ x', '    |         ^']);
});

void t.test('shows of a long line what is around the place', async (t) => {
  const text = `abc ${'x'.repeat(50)} here ${'y'.repeat(50)}`;
  t.same(shown(text, 56), [
    '  7 | …xxxxxxxxxxxxxxx here yyyyyyyyyyy…',
    '    |                  ^^^^',
  ]);
  t.same(shown(`here ${'y'.repeat(50)}`, 1), [`  7 | here ${'y'.repeat(28)}…`, '    | ^^^^']);
  t.same(shown(`${'x'.repeat(50)} here`, 52), [
    '  7 | …xxxxxxxxxxxxxxx here',
    '    |                  ^^^^',
  ]);
});

void t.test('never marks more than the terminal has room for', async (t) => {
  t.equal(shown('x'.repeat(200), 1)[1], `    | ${'^'.repeat(34)}`);
  t.equal(shown(`${' '.repeat(20)}a: ${'x'.repeat(200)}`, 24, 20)[1], `    |    ${'^'.repeat(11)}`);
});

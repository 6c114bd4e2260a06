import t from 'tap';
import { cellsOf } from '../../../src/cli/draw/cells.ts';
import type { Style } from '../../../src/cli/draw/cells.ts';
import { paint } from '../../../src/cli/draw/paint.ts';

const bare = { colourDepth: 1, hasUnicode: true, hasLinks: false };
const coloured = { ...bare, colourDepth: 4 };
const rich = { colourDepth: 8, hasUnicode: true, hasLinks: true };

const link: Style = { underline: true, link: 'https://a.example/\u00E9?q=a b' };

await t.test('without colours and links it is the text', async (t) => {
  const line = [...cellsOf('a', { bold: true }), ...cellsOf('b', link)];
  t.equal(paint(line, bare), 'ab');
});

await t.test('one sequence a stretch, closed at its end', async (t) => {
  const line = [...cellsOf('ab', { bold: true, tone: 'error' }), ...cellsOf('c')];
  t.equal(paint(line, coloured), '\u001B[1;31mab\u001B[0mc');
  t.equal(
    paint(cellsOf('x', { italic: true, underline: true }), coloured),
    '\u001B[3;4mx\u001B[0m',
  );
});

await t.test('badges take the softest colours there are', async (t) => {
  const line = cellsOf('ok', { badge: 'GREEN' });
  t.equal(paint(line, coloured), '\u001B[30;42mok\u001B[0m');
  t.equal(paint(line, rich), '\u001B[38;5;22;48;5;157mok\u001B[0m');
});

await t.test('a link is one where it is understood, in ASCII', async (t) => {
  t.equal(
    paint(cellsOf('x', link), rich),
    '\u001B]8;;https://a.example/%C3%A9?q=a%20b\u001B\\\u001B[4mx\u001B[0m\u001B]8;;\u001B\\',
  );
  t.equal(paint(cellsOf('x', link), coloured), '\u001B[4mx\u001B[0m');
});

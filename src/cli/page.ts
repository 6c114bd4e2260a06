import { spaces, wrap } from './draw/cells.ts';
import type { Cell, Line } from './draw/cells.ts';
import { glyphsFor } from './draw/glyphs.ts';
import type { Glyphs } from './draw/glyphs.ts';
import { lookOf } from './draw/look.ts';
import type { Look } from './draw/look.ts';
import { paint } from './draw/paint.ts';
import type { Terminal } from './terminal.ts';

/** Text for people, as wide as it is well read in this terminal. */
export interface Page {
  readonly look: Look;
  readonly glyphs: Glyphs;
  readonly columns: number;
  /** Each line as it is. */
  readonly print: (lines: readonly Line[]) => void;
  /** A text of several styles, wrapped, each of its lines indented. */
  readonly say: (cells: readonly Cell[], indent?: number) => void;
}

const minColumns = 40;
const maxColumns = 100;

export function createPage(terminal: Terminal): Page {
  const look = lookOf(terminal);
  const columns = Math.min(maxColumns, Math.max(minColumns, terminal.columns));
  const print = (lines: readonly Line[]): void => {
    for (const line of lines) terminal.stdout.write(`${paint(line, look)}\n`);
  };
  return {
    look,
    glyphs: glyphsFor(look),
    columns,
    print,
    say(cells, indent = 0) {
      print(wrap(cells, columns - indent).map((line) => [...spaces(indent), ...line]));
    },
  };
}

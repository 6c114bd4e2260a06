import { cellsOf, wrap } from './draw/cells.ts';
import { lookOf } from './draw/look.ts';
import { paint } from './draw/paint.ts';
import type { Terminal } from './terminal.ts';
import { moreAbout } from './usage.ts';

/** Says why a command could not do what it should: on stderr, in the terminal's width. The exit status of a failure. */
export function failure(terminal: Terminal, command: string, message: string): number {
  const lines = wrap(cellsOf(`${command}: ${message}`), Math.max(40, terminal.columns));
  const look = { ...lookOf(terminal), colourDepth: 1 };
  terminal.stderr.write(lines.map((line) => `${paint(line, look)}\n`).join(''));
  return 1;
}

/** Says what is wrong with a command line where only the command could know. The exit status of wrong usage. */
export function mistake(terminal: Terminal, command: string, message: string): number {
  failure(terminal, command, `${message}\n\n${moreAbout(command)}`);
  return 2;
}

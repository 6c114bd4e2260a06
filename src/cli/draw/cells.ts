import { graphemesOf } from './graphemes.ts';
import type { Grapheme } from './graphemes.ts';
import { printableLines } from './printable.ts';

export type Tone = 'muted' | 'success' | 'warning' | 'error' | 'accent';
export type BadgeColor = 'GREY' | 'GREEN' | 'YELLOW' | 'RED' | 'BLUE';

/** How a stretch of text looks. What looks the same and stands together shares one object. */
export interface Style {
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly tone?: Tone;
  readonly badge?: BadgeColor;
  /** An absolute URL. */
  readonly link?: string;
}

/** One character on the screen. */
export interface Cell extends Grapheme {
  readonly style: Style;
}

export type Line = readonly Cell[];

export const unstyled: Style = {};
const lineEnd = '\n';

/** The text, printable, in one style. Where it has lines, a cell stands between them that only `wrap` understands. */
export function cellsOf(text: string, style: Style = unstyled): Cell[] {
  return printableLines(text).flatMap((line, index) => [
    ...(index === 0 ? [] : [{ text: lineEnd, width: 0, style }]),
    ...graphemesOf(line).map((grapheme) => ({ ...grapheme, style })),
  ]);
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { width }) => sum + width, 0);
}

/** The columns of the longest line. */
export function blockWidth(lines: readonly Line[]): number {
  return Math.max(0, ...lines.map(lineWidth));
}

export function spaces(count: number): Cell[] {
  return Array.from({ length: Math.max(0, count) }, () => blank);
}

const blank: Cell = { text: ' ', width: 1, style: unstyled };

/** Fills up with spaces behind the line, or before it. */
export function pad(line: Line, width: number, side: 'start' | 'end'): Line {
  const filling = spaces(width - lineWidth(line));
  return side === 'start' ? [...filling, ...line] : [...line, ...filling];
}

/** The cells in `width` columns; what is cut off is told by `ellipsis`. */
export function truncate(cells: Line, width: number, ellipsis: string): Line {
  if (lineWidth(cells) <= width) return cells;
  const sign = cellsOf(ellipsis, cells[0]?.style);
  const room = Math.max(0, width - lineWidth(sign));
  return [...cells.slice(0, endOfFit(cells, 0, room)), ...sign];
}

/** Breaks into lines of at most `width` columns (2 or more): at spaces, behind wide characters or slashes, else anywhere. */
export function wrap(cells: readonly Cell[], width: number): Line[] {
  return paragraphsOf(cells).flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function paragraphsOf(cells: readonly Cell[]): Line[] {
  const ends = cells.flatMap(({ text }, index) => (text === lineEnd ? [index] : []));
  const starts = [0, ...ends.map((index) => index + 1)];
  return starts.map((start, index) => cells.slice(start, ends[index]));
}

function wrapParagraph(cells: Line, width: number): Line[] {
  const lines: Line[] = [];
  let start = 0;
  do {
    const end = lineEndOf(cells, start, width);
    lines.push(withoutTrailingSpace(cells.slice(start, end)));
    start = end;
    while (isSpace(cells[start])) start += 1;
  } while (start < cells.length);
  return lines;
}

/** Where the line that begins at `start` ends; behind `start` whenever there is a cell. */
function lineEndOf(cells: Line, start: number, width: number): number {
  const end = endOfFit(cells, start, width);
  if (end === cells.length || isSpace(cells[end])) return end;
  const line = cells.slice(start, end);
  const lastBreak = [mayEndLine, isSlash]
    .map((may) => line.findLastIndex(may))
    .find((at) => at !== -1);
  return lastBreak === undefined ? Math.max(end, start + 1) : start + lastBreak + 1;
}

/** Behind the last cell from `start` on that `width` columns have room for. */
function endOfFit(cells: Line, start: number, width: number): number {
  let end = start;
  for (let used = 0; end < cells.length; end += 1) {
    used += cells[end]?.width ?? 0;
    if (used > width) break;
  }
  return end;
}

function mayEndLine(cell: Cell): boolean {
  return isSpace(cell) || cell.width > 1;
}

/** Where paths and URLs break best. */
function isSlash({ text }: Cell): boolean {
  return text === '/';
}

function isSpace(cell: Cell | undefined): boolean {
  return cell?.text === ' ';
}

function withoutTrailingSpace(line: Line): Line {
  return line.slice(0, line.findLastIndex((cell) => !isSpace(cell)) + 1);
}

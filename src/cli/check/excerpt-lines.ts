import type { ExcerptLine } from '../../config/excerpt.ts';
import type { ConfigProblem } from '../../config/load.ts';
import { cellsOf, lineWidth, spaces, truncate } from '../draw/cells.ts';
import type { Line, Style } from '../draw/cells.ts';

export interface ExcerptOptions {
  readonly width: number;
  readonly vertical: string;
  readonly ellipsis: string;
  /** How the line under what is meant looks. */
  readonly mark: Style;
}

const muted: Style = { tone: 'muted' };

/** The line of the file, and below it a mark under what a problem means. */
export function excerptLines(
  { line = 0, column = 1 }: ConfigProblem,
  excerpt: ExcerptLine,
  { width, vertical, ellipsis, mark }: ExcerptOptions,
): Line[] {
  const number = `  ${line}`;
  const gutter = cellsOf(`${number} ${vertical} `, muted);
  const below = cellsOf(`${' '.repeat(number.length)} ${vertical} `, muted);
  const position = excerpt.positionOf(column);
  const [word = ' '] = /^(?:\$?\{[^{}]*\}|[\w$.-]+)/.exec(excerpt.text.slice(position)) ?? [];
  const before = cellsOf(excerpt.text.slice(0, position).trimStart());
  const room = width - lineWidth(gutter);
  const view = window({ before, rest: cellsOf(excerpt.text.slice(position)) }, room, ellipsis);
  const length = Math.max(1, Math.min(word.length, room - lineWidth(view.before)));
  return [
    [...gutter, ...view.before, ...view.rest],
    [...below, ...spaces(lineWidth(view.before)), ...cellsOf('^'.repeat(length), mark)],
  ];
}

interface View {
  readonly before: Line;
  readonly rest: Line;
}

/** What of a long line is shown, so that the place between the two is seen with something on both sides. */
function window({ before, rest }: View, room: number, ellipsis: string): View {
  const whole = lineWidth(before) + lineWidth(rest);
  const most = Math.floor(room / 2);
  if (whole <= room || lineWidth(before) <= most)
    return { before, rest: truncate(rest, room - lineWidth(before), ellipsis) };
  const sign = cellsOf(ellipsis, muted);
  const kept = [...sign, ...before.slice(-(most - lineWidth(sign)))];
  return { before: kept, rest: truncate(rest, room - lineWidth(kept), ellipsis) };
}

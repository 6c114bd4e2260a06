import type { ConfigProblem, Examination } from '../../config/load.ts';
import { formatPlace } from '../../config/problem.ts';
import { cellsOf, lineWidth, wrap } from '../draw/cells.ts';
import type { Cell, Line, Style } from '../draw/cells.ts';
import { glyphsFor } from '../draw/glyphs.ts';
import type { Look } from '../draw/look.ts';
import { paint } from '../draw/paint.ts';
import { cardTable } from './card-table.ts';
import { excerptLines } from './excerpt-lines.ts';
import { summaryOf } from './summary.ts';

export interface TextOptions {
  /** Put before the names of files. */
  readonly directory: string;
  readonly width: number;
  readonly look: Look;
}

const strong: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const severities = {
  error: { bold: true, tone: 'error' },
  warning: { bold: true, tone: 'warning' },
} as const satisfies Record<string, Style>;
const good: Style = { bold: true, tone: 'success' };

/** The whole report for a person: problems, warnings, cards, and a summary. No line is longer than `width`. */
export function checkText(examination: Examination, options: TextOptions): string {
  const { problems, warnings, outline } = examination;
  const show = (severity: keyof typeof severities) => (problem: ConfigProblem) =>
    problemLines(problem, severity, examination, options);
  const isFine = problems.length === 0;
  const lines = [
    ...problems.flatMap(show('error')),
    ...warnings.flatMap(show('warning')),
    ...(isFine ? [...cardTable(outline.cards, options.width), []] : []),
    ...wrap(cellsOf(summaryOf(examination), isFine ? good : severities.error), options.width),
  ];
  return lines.map((line) => `${paint(line, options.look)}\n`).join('');
}

/** Place and path, the line of the file with what is meant underlined, what was expected. */
function problemLines(
  problem: ConfigProblem,
  severity: keyof typeof severities,
  { excerptOf }: Examination,
  { directory, width, look }: TextOptions,
): Line[] {
  const mark = severities[severity];
  const { vertical, ellipsis } = glyphsFor(look);
  const place = cellsOf(formatPlace(problem, directory), strong);
  const head = [...place, ...cellsOf(' '), ...cellsOf(severity, mark)];
  const excerpt = excerptOf(problem);
  return [
    ...headLines(head, cellsOf(problem.path, muted), width, ellipsis),
    ...(excerpt ? excerptLines(problem, excerpt, { width, vertical, ellipsis, mark }) : []),
    ...indented(cellsOf(problem.message), width),
    [],
  ];
}

/** The place is never broken, so that it can be clicked; of a long path, the end is shown. */
function headLines(head: Line, path: Line, width: number, ellipsis: string): Line[] {
  if (path.length === 0) return [head];
  const room = width - lineWidth(head) - 1;
  if (room < minPathWidth) return [head, ...indented(path, width)];
  const sign = cellsOf(ellipsis, muted);
  const end = lineWidth(path) <= room ? path : [...sign, ...path.slice(lineWidth(sign) - room)];
  return [[...head, ...cellsOf(' '), ...end]];
}

const minPathWidth = 20;

function indented(cells: readonly Cell[], width: number): Line[] {
  return wrap(cells, width - 2).map((line) => [...cellsOf('  '), ...line]);
}

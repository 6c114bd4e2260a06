import type { ConfigProblem, Examination } from '../../config/load.ts';
import { formatPlace } from '../../config/problem.ts';
import { cellsOf, wrap } from '../draw/cells.ts';
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
  const place = cellsOf(formatPlace(problem, directory), strong);
  const path = problem.path === '' ? [] : cellsOf(` ${problem.path}`, muted);
  const excerpt = excerptOf(problem);
  const { vertical, ellipsis } = glyphsFor(look);
  return [
    ...wrap(
      [...place, ...cellsOf(' '), ...cellsOf(severity, severities[severity]), ...path],
      width,
    ),
    ...(excerpt
      ? excerptLines(problem, excerpt, { width, vertical, ellipsis, mark: severities[severity] })
      : []),
    ...indented(cellsOf(problem.message), width),
    [],
  ];
}

function indented(cells: readonly Cell[], width: number): Line[] {
  return wrap(cells, width - 2).map((line) => [...cellsOf('  '), ...line]);
}

import { excerptLines } from '../check/excerpt-lines.ts';
import { cellsOf } from '../draw/cells.ts';
import type { Cell, Style } from '../draw/cells.ts';
import { describeFailure, remedyOf } from '../../admin/failure-words.ts';
import type { Page } from '../page.ts';
import { showCard } from '../show-card.ts';
import { consequenceOf } from './consequence.ts';
import type { Examination, PlacedFinding } from './examine.ts';
import type { CardVerdict } from './judge.ts';
import { summaryOf } from './summary.ts';

const bold: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const good: Style = { bold: true, tone: 'success' };
const severities = {
  error: { bold: true, tone: 'error' },
  warning: { bold: true, tone: 'warning' },
} as const satisfies Record<string, Style>;

const indent = 2;

export interface LintReportOptions {
  /** Draws the cards that are shown. */
  readonly isDrawn: boolean;
  readonly wallNow: number;
}

/** Shows a person what is wrong, place by place, what becomes of each card, and what that means. */
export function reportLint(page: Page, examination: Examination, options: LintReportOptions): void {
  const { findings, cards, missing, refusal } = examination;
  for (const finding of findings) reportFinding(page, finding, examination);
  if (refusal !== null && refusal.kind !== 'shape') {
    page.say([
      ...cellsOf('The service ', bold),
      ...cellsOf(`${describeFailure(refusal.failure)}.`),
    ]);
    page.say(cellsOf(remedyOf(refusal.failure), muted));
    page.print([[]]);
  }
  for (const card of cards) reportCard(page, card, options);
  for (const key of missing)
    page.say([
      ...mark(page, 'refused'),
      ...cellsOf(` ${key}`, bold),
      ...cellsOf('  missing', muted),
    ]);
  if (cards.length + missing.length > 0) page.print([[]]);
  reportConsequence(page, examination);
  const { text, isFine } = summaryOf(examination);
  page.say(cellsOf(text, isFine ? good : severities.error));
}

function reportFinding(page: Page, finding: PlacedFinding, { name, text }: Examination): void {
  const { severity, pointer, line, column, message, fix } = finding;
  page.say([
    ...cellsOf(`${name}:${line}:${column} `, bold),
    ...cellsOf(severity, severities[severity]),
    ...cellsOf(pointer === '' ? '' : ` ${pointer}`, muted),
  ]);
  const { columns: width, glyphs } = page;
  const excerpt = {
    text: text.split(/\r\n|\n|\r/)[line - 1] ?? '',
    positionOf: (at: number) => at - 1,
  };
  const mark = severities[severity];
  const problem = { file: name, path: pointer, message, line, column };
  page.print(
    excerptLines(problem, excerpt, {
      width,
      vertical: glyphs.vertical,
      ellipsis: glyphs.ellipsis,
      mark,
    }),
  );
  page.say(cellsOf(`${message}.${fix && ` ${fix}`}`), indent);
  page.print([[]]);
}

const verdicts = {
  shown: 'shown',
  hidden: 'hidden: no data',
  refused: 'refused',
  ignored: 'ignored',
} as const satisfies Record<CardVerdict['verdict'], string>;

function reportCard(page: Page, card: CardVerdict, { isDrawn, wallNow }: LintReportOptions): void {
  const { key, verdict, components } = card;
  const name = key ?? '(no key)';
  page.say([
    ...mark(page, verdict),
    ...cellsOf(` ${name}`, bold),
    ...cellsOf(`  ${verdicts[verdict]}`, muted),
  ]);
  if (isDrawn && components !== null) showCard(page, components, wallNow);
}

function mark({ glyphs }: Page, verdict: CardVerdict['verdict']): Cell[] {
  if (verdict === 'refused') return cellsOf(glyphs.bad, severities.error);
  return verdict === 'ignored'
    ? cellsOf(glyphs.poor, severities.warning)
    : cellsOf(glyphs.good, good);
}

function reportConsequence(page: Page, examination: Examination): void {
  const consequence = consequenceOf(examination);
  if (consequence === null) return;
  page.say([...cellsOf('Plain: ', bold), ...cellsOf(consequence.plain)]);
  page.say([...cellsOf('Behind the gateway: ', bold), ...cellsOf(consequence.gateway)]);
  page.print([[]]);
}

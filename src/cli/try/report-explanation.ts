import type { TracedEvaluation } from '../../fan-out/trace.ts';
import { cellsOf, spaces, truncate } from '../draw/cells.ts';
import type { Style } from '../draw/cells.ts';
import { printable } from '../draw/printable.ts';
import { describeFailure } from '../../admin/failure-words.ts';
import type { Page } from '../page.ts';
import type { Exchange, Explanation } from '../../fan-out/explainer.ts';

const bold: Style = { bold: true };
const muted: Style = { tone: 'muted' };
const accent: Style = { tone: 'accent' };
const bad: Style = { bold: true, tone: 'error' };
const maxBodyLines = 40;
/** A look-up falls through, a card is empty. */
const notFound = new Set<number | null>([404, 410]);

/** Shows a person how the cards were made: requests with their responses, then the values of expressions, by card. */
export function reportExplanation(page: Page, { exchanges, evaluations }: Explanation): void {
  for (const exchange of exchanges) {
    reportRequest(page, exchange);
    reportResponse(page, exchange);
    page.print([[]]);
  }
  const byPlace = Map.groupBy(evaluations, ({ upstream, card }) => card ?? `${upstream}, shared`);
  for (const [place, values] of byPlace) {
    page.say(cellsOf(`Expressions of ${place}`, bold));
    for (const value of values) reportValue(page, value);
    page.print([[]]);
  }
}

function reportRequest(page: Page, { request }: Exchange): void {
  const { upstream, method, url, headers, body } = request;
  page.say([...cellsOf(`${upstream} `, bold), ...cellsOf(`${method} ${url}`, accent)]);
  for (const [name, value] of Object.entries(headers))
    page.say(cellsOf(`${name}: ${value}`, muted), 2);
  if (body !== null) printJson(page, body, 2);
}

function reportResponse(page: Page, { response }: Exchange): void {
  if (response === null) return page.say(cellsOf('no answer yet', bad), 2);
  const { failure, status, durationMs, body } = response;
  const isPlainStatus = failure === null || failure.reason === 'status';
  const what = isPlainStatus ? `answers ${status}` : describeFailure(failure);
  const isFine = failure === null || notFound.has(status);
  page.say(cellsOf(`${what}, ${Math.round(durationMs)} ms`, isFine ? bold : bad), 2);
  if (failure === null) printJson(page, body, 4);
}

function reportValue(page: Page, { path, expression, value }: TracedEvaluation): void {
  const told = JSON.stringify(value) as string | undefined;
  const { columns, glyphs } = page;
  page.say(cellsOf(path, muted), 2);
  page.say(
    [
      ...cellsOf(printable(expression).trim(), accent),
      ...cellsOf(' = ', muted),
      ...truncate(cellsOf(printable(told ?? 'no value')), columns - 8, glyphs.ellipsis),
    ],
    4,
  );
}

/** Pretty, but no longer than a screen. */
function printJson(page: Page, value: unknown, indent: number): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const lines = text.split('\n');
  for (const line of lines.slice(0, maxBodyLines)) printCut(page, line, indent);
  const left = lines.length - maxBodyLines;
  if (left > 0)
    page.say(cellsOf(`${page.glyphs.ellipsis} ${left} more lines; --json has all`, muted), indent);
}

function printCut({ columns, glyphs, print }: Page, text: string, indent: number): void {
  print([
    [...spaces(indent), ...truncate(cellsOf(printable(text)), columns - indent, glyphs.ellipsis)],
  ]);
}

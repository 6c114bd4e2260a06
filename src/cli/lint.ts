import { suggest } from '../suggest.ts';
import { defineCommand } from './command.ts';
import type { Arguments } from './command.ts';
import { customerOptions, noCustomer, subjectOf } from './customer-options.ts';
import { toWebUrl } from './http.ts';
import { examine } from './lint/examine.ts';
import type { Examination } from './lint/examine.ts';
import { lintGithub, lintJson } from './lint/machine-reports.ts';
import { readDocument } from './lint/read-document.ts';
import { reportLint } from './lint/report.ts';
import { summaryOf } from './lint/summary.ts';
import { createPage } from './page.ts';
import { failure, mistake } from './say.ts';
import type { Terminal } from './terminal.ts';
import { isHeaderLine } from './try/plain-request.ts';

const formats = ['text', 'json', 'github'];

const options = {
  key: {
    type: 'string',
    short: 'k',
    multiple: true,
    value: 'KEY',
    summary: 'a card that must be there; may be given several times',
  },
  format: {
    type: 'string',
    value: 'FORMAT',
    summary: 'text (default), json, or github for annotations of a pull request',
  },
  draw: { type: 'boolean', summary: 'draw the cards that are shown' },
  strict: { type: 'boolean', summary: 'warnings count as errors' },
  ...customerOptions,
  header: {
    type: 'string',
    multiple: true,
    value: "'NAME: VALUE'",
    summary: 'sent to a URL; by default authorization: Bearer $SERVICE_TOKEN',
  },
} as const;

type LintValues = Arguments<typeof options>['values'];

/** The command that says of a service's answer what becomes of it. Exit status 1 when something is refused. */
export const lint = defineCommand({
  name: 'lint',
  summary: "check a service's answer against Plain's rules",
  description: `Says of an answer, {"cards": […]}, or of one card, what Plain and this gateway do with it: what is shown, what is made right, what is refused, where, and what to write instead.

The answer is in a file, comes in on standard input (-), or is asked for: a URL gets a GET, or with a customer and --key the POST that Plain sends, signed when PLAIN_SIGNING_SECRET is set.

Exit status: 0 nothing is refused, 1 something is, 2 wrong usage.`,
  positionals: { usage: 'FILE|URL|-', min: 1, max: 1 },
  options,
  async run({ values, positionals: [source = '-'] }, terminal) {
    const wrong = findMistake(values, source);
    if (wrong !== undefined) return mistake(terminal, 'lint', wrong);
    const { key: keys, header: headers, 'workspace-id': workspaceId = null } = values;
    const question = { subject: subjectOf(values), keys, headers, workspaceId };
    const read = await readDocument(source, question, terminal);
    if (!read.ok) return failure(terminal, 'lint', read.message);
    const examination = examine(read.document, keys);
    report(examination, values, terminal);
    const { isFine, warnings } = summaryOf(examination);
    return isFine && !(values.strict && warnings > 0) ? 0 : 1;
  },
});

function findMistake(values: LintValues, source: string): string | undefined {
  const { format = 'text', header, key } = values;
  if (!formats.includes(format)) return `unknown format; ${suggest(format, formats)}`;
  const isAsked = toWebUrl(source) !== null;
  const hasCustomer = subjectOf(values) !== null;
  if (!isAsked && (hasCustomer || header.length > 0))
    return 'a customer and --header are for a URL';
  if (!header.every(isHeaderLine)) return "--header takes 'Name: value'";
  if (hasCustomer && key.length === 0) return 'name the cards to ask for: --key KEY';
  return isAsked && key.length > 0 && !hasCustomer ? noCustomer : undefined;
}

function report(examination: Examination, { format, draw }: LintValues, terminal: Terminal): void {
  const { stdout, clock } = terminal;
  if (format === 'json') stdout.write(lintJson(examination));
  else if (format === 'github') stdout.write(lintGithub(examination));
  else reportLint(createPage(terminal), examination, { isDrawn: draw, wallNow: clock.wallNow() });
}

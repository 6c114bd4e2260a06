import { defineCommand } from './command.ts';
import type { Arguments } from './command.ts';
import { customerOptions, noCustomer, subjectOf } from './customer-options.ts';
import { toWebUrl } from './http.ts';
import { createPage } from './page.ts';
import { failure, mistake } from './say.ts';
import type { Terminal } from './terminal.ts';
import { isHeaderLine } from './try/plain-request.ts';
import { reportExplanation } from './try/report-explanation.ts';
import { reportTried } from './try/report.ts';
import { tryConfig } from './try/try-config.ts';
import { tryGateway } from './try/try-gateway.ts';
import { isGood } from './try/tried.ts';
import type { Question, Tried, TryResult } from './try/tried.ts';

const options = {
  ...customerOptions,
  config: {
    type: 'string',
    short: 'c',
    value: 'DIR',
    summary: 'the configuration to try; by default config or the current directory',
  },
  url: { type: 'string', value: 'URL', summary: 'ask the gateway that runs there, as Plain does' },
  header: {
    type: 'string',
    multiple: true,
    value: "'NAME: VALUE'",
    summary: 'with --url: a header that Plain sends; by default authorization: Bearer $CARDS_TOKEN',
  },
  all: { type: 'boolean', summary: 'every card of the configuration' },
  explain: { type: 'boolean', summary: 'show requests, responses and the values of expressions' },
  json: { type: 'boolean', summary: 'for programs' },
} as const;

export type TryValues = Arguments<typeof options>['values'];

export const tryCards = defineCommand({
  name: 'try',
  summary: 'ask for cards and see them as agents do',
  description: `Asks for cards about a customer and draws them much as Plain does, with where each came
from and, where there is no card, why and what to do.

It takes the way of a request through a configuration, with an empty cache and without a
gateway; or it asks one that runs, as Plain does, signed when PLAIN_SIGNING_SECRET is set.

Exit status: 0 each card is there or has no data, 1 one is not, 2 wrong usage.`,
  positionals: { usage: 'KEY…', min: 0, max: Infinity },
  options,
  async run({ values, positionals: keys }, terminal) {
    const subject = subjectOf(values);
    const wrong = findMistake(values, keys);
    if (wrong !== undefined || subject === null)
      return mistake(terminal, 'try', wrong ?? noCustomer);
    const result = await ask(
      { keys, subject, workspaceId: values['workspace-id'] ?? null },
      values,
      terminal,
    );
    if (!result.ok) return failure(terminal, 'try', result.message);
    const { tried } = result;
    const isWell = tried.cards.every(isGood);
    if (values.json)
      terminal.stdout.write(`${JSON.stringify({ version: 1, ok: isWell, ...tried }, null, 2)}\n`);
    else report(tried, terminal);
    return isWell ? 0 : 1;
  },
});

function ask(question: Question, values: TryValues, terminal: Terminal): Promise<TryResult> {
  const { url, config: directory, header: headers, all, explain: isExplained } = values;
  const gateway = url === undefined ? null : gatewayUrl(url);
  return gateway === null
    ? tryConfig(question, { directory, all, isExplained }, terminal)
    : tryGateway(question, { url: gateway, headers }, terminal);
}

/** The gateway answers at one path only. */
function gatewayUrl(text: string): URL | null {
  const url = toWebUrl(text);
  if (url?.pathname === '/') url.pathname = '/cards';
  return url;
}

function report(tried: Tried, terminal: Terminal): void {
  const page = createPage(terminal);
  if (tried.explanation !== null) reportExplanation(page, tried.explanation);
  reportTried(page, tried, terminal.clock.wallNow());
}

function findMistake({ url, config, all, explain, header }: TryValues, keys: readonly string[]) {
  if (all && keys.length > 0) return 'give either KEY… or --all';
  if (!all && keys.length === 0) return 'KEY… is missing: which cards? --all for every one';
  if (url === undefined)
    return header.length > 0 ? '--header is for a running gateway: give its --url' : undefined;
  if (toWebUrl(url) === null) return '--url takes an http or https URL';
  if (!header.every(isHeaderLine)) return "--header takes 'Name: value'";
  const alone = { '--config': config !== undefined, '--all': all, '--explain': explain };
  const [clash] = Object.entries(alone).flatMap(([name, isGiven]) => (isGiven ? name : []));
  return clash && `${clash} is for a configuration: leave --url out`;
}

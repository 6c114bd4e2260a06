import { commonOptions } from './command.ts';
import { cellsOf, wrap } from './draw/cells.ts';
import type { Command, OptionDefinition, OptionTable } from './command.ts';

const columns = 80;

export const programName = 'customer-cards-gateway';

/** What the program can do, in 80 columns. The first command is what it does when none is named. */
export function programUsage(commands: readonly Command[]): string {
  const [first] = commands;
  return `Usage: ${programName}${requiredOptions(first?.options ?? {})}
       ${programName} COMMAND …

Serves Plain's customer cards as DIR/gateway.yaml and DIR/upstreams/*.yaml say.

Commands:
${table(commands.map(({ name, summary }) => [name, summary]))}

${optionList(first?.options ?? {})}

${programName} COMMAND --help tells more about one.
`;
}

/** How one command is used, in 80 columns. */
export function commandUsage(command: Command): string {
  const { summary, description, options } = command;
  return `${synopsis(command)}

${reflow(description ?? `${summary}.`)}

${optionList(options)}
`;
}

/** How one command is used, for somebody who made a mistake. */
export function briefUsage(command: Command): string {
  return `${synopsis(command)}\n${moreAbout(command.name)}\n`;
}

/** Where to read how a command is used. */
export function moreAbout(command: string): string {
  return `${programName} ${command} --help shows how it is used.`;
}

function synopsis({ name, positionals, options }: Command): string {
  const hasMore = Object.values(options).some(({ required }) => !required);
  const words = [programName, name, ...(positionals ? [positionals.usage] : [])].join(' ');
  return `Usage: ${words}${requiredOptions(options)}${hasMore ? ' [OPTIONS]' : ''}`;
}

/** `--config DIR`. */
export function optionForm(name: string, { value }: OptionDefinition): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function requiredOptions(options: OptionTable): string {
  return Object.entries(options)
    .filter(([, { required }]) => required)
    .map((entry) => ` ${optionForm(...entry)}`)
    .join('');
}

function optionList(options: OptionTable): string {
  const rows = Object.entries({ ...options, ...commonOptions }).map(
    ([name, definition]) => [flags(name, definition), definition.summary] as const,
  );
  return `Options:\n${table(rows)}`;
}

function flags(name: string, definition: OptionDefinition): string {
  const short = definition.short === undefined ? '    ' : `-${definition.short}, `;
  return short + optionForm(name, definition);
}

/** In two columns, the right one wrapped. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 4;
  return rows
    .flatMap(([left, right]) => {
      const [first = '', ...others] = wrapText(right, columns - width);
      return [`  ${left}`.padEnd(width) + first, ...others.map((line) => ' '.repeat(width) + line)];
    })
    .join('\n');
}

/** Each paragraph wrapped anew, whatever lines it was written in. */
function reflow(text: string): string {
  const paragraphs = text.split('\n\n').map((paragraph) => paragraph.replaceAll('\n', ' '));
  return paragraphs.map((paragraph) => wrapText(paragraph, columns).join('\n')).join('\n\n');
}

function wrapText(text: string, width: number): string[] {
  return wrap(cellsOf(text), width).map((line) => line.map((cell) => cell.text).join(''));
}

import { suggest } from '../suggest.ts';
import type { Command, OptionDefinition, OptionValue, RawArguments } from './command.ts';
import { findMistake } from './line-mistakes.ts';
import { tokensOf } from './tokens.ts';
import type { OptionToken, Tokens } from './tokens.ts';
import { briefUsage, commandUsage, programUsage } from './usage.ts';

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'command'; readonly command: Command; readonly given: RawArguments }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /** What is wrong, and how it is right. */
  | { readonly kind: 'mistake'; readonly message: string; readonly usage: string };

/** Reads the arguments after the program's name. Without a command's name they are for the first command. */
export function parseCommandLine(
  args: readonly string[],
  commands: readonly Command[],
): CommandLine {
  const [word] = args;
  const isNamed = word !== undefined && !word.startsWith('-');
  const command = isNamed ? commands.find(({ name }) => name === word) : commands[0];
  if (command === undefined) return unknownCommand(word ?? '', commands);
  const tokens = tokensOf(isNamed ? args.slice(1) : args, command);
  const asksFor = (option: string) =>
    tokens.options.some(({ name, value }) => name === option && value === undefined);
  const usage = isNamed ? commandUsage(command) : programUsage(commands);
  if (asksFor('help')) return { kind: 'help', text: usage };
  if (asksFor('version')) return { kind: 'version' };
  const mistake = findMistake(tokens, command);
  if (mistake !== undefined) {
    return isNamed
      ? { kind: 'mistake', message: `${command.name}: ${mistake}`, usage: briefUsage(command) }
      : { kind: 'mistake', message: mistake, usage };
  }
  return { kind: 'command', command, given: toArguments(tokens, command) };
}

function unknownCommand(word: string, commands: readonly Command[]): CommandLine {
  const hint = suggest(
    word,
    commands.map(({ name }) => name),
  );
  return {
    kind: 'mistake',
    message: `unknown command ${JSON.stringify(word)}; ${hint}`,
    usage: programUsage(commands),
  };
}

function toArguments({ options, positionals }: Tokens, command: Command): RawArguments {
  const values = Object.entries(command.options).map(([name, definition]) => {
    const given = options.filter((token) => token.name === name);
    return [name, toValue(given, definition)] as const;
  });
  return { values: Object.fromEntries(values), positionals };
}

function toValue(given: readonly OptionToken[], { type, multiple }: OptionDefinition): OptionValue {
  if (type === 'boolean') return given.length > 0;
  const values = given.flatMap(({ value }) => value ?? []);
  return multiple ? values : values.at(-1);
}

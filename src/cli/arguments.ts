import { parseArgs } from 'node:util';
import { nearest, suggest } from '../suggest.ts';
import { commonOptions } from './command.ts';
import type {
  Command,
  OptionDefinition,
  OptionTable,
  OptionValue,
  RawArguments,
} from './command.ts';
import { briefUsage, commandUsage, optionForm, programUsage } from './usage.ts';

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

interface OptionToken {
  readonly name: string;
  /** As written, with its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

interface Tokens {
  readonly options: readonly OptionToken[];
  readonly positionals: readonly string[];
}

/** Not strict: its own messages are for programmers. */
function tokensOf(args: readonly string[], command: Command): Tokens {
  const options = optionsOf(command);
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type, short }]) => [
        name,
        { type, ...(short !== undefined && { short }) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  return { options: tokens.filter((token) => token.kind === 'option'), positionals };
}

function findMistake(tokens: Tokens, command: Command): string | undefined {
  return (
    tokens.options.map((token) => optionMistake(token, command)).find(Boolean) ??
    missingOption(tokens, command) ??
    positionalMistake(tokens.positionals, command)
  );
}

function optionMistake(token: OptionToken, command: Command): string | undefined {
  const options = optionsOf(command);
  const { name, rawName, value, inlineValue } = token;
  const definition = definitionOf(name, options);
  if (definition === undefined) return unknownOption(rawName, Object.keys(options));
  if (definition.type === 'boolean')
    return value === undefined ? undefined : `${rawName} takes no value`;
  if (value === undefined || value === '')
    return `${rawName} needs a value: ${optionForm(name, definition)}`;
  if (!inlineValue && /^-./.test(value))
    return `${rawName} needs a value; one that begins with a dash is written --${name}=${value}`;
  return undefined;
}

/** All that there are would be too many to read; --help has them. */
function unknownOption(rawName: string, names: readonly string[]): string {
  const known = names.map((name) => `--${name}`);
  const meant = nearest(rawName, known);
  return `unknown option ${rawName}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function missingOption({ options }: Tokens, command: Command): string | undefined {
  const missing = Object.entries(command.options).find(
    ([name, { required }]) => required && options.every((token) => token.name !== name),
  );
  return missing && `${optionForm(...missing)} is missing`;
}

function positionalMistake(positionals: readonly string[], command: Command): string | undefined {
  const { usage, min, max } = command.positionals ?? { usage: '', min: 0, max: 0 };
  if (positionals.length < min) return `${usage} is missing`;
  const [extra] = positionals.slice(max);
  return extra === undefined ? undefined : `${JSON.stringify(extra)} is one argument too many`;
}

function optionsOf({ options }: Command): OptionTable {
  return { ...options, ...commonOptions };
}

function definitionOf(name: string, options: OptionTable): OptionDefinition | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
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

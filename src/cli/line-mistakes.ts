import { nearest } from '../suggest.ts';
import type { Command, OptionDefinition, OptionTable } from './command.ts';
import { optionsOf } from './tokens.ts';
import type { OptionToken, Tokens } from './tokens.ts';
import { optionForm } from './usage.ts';

/** What is wrong with a command line, in words: the first thing. */
export function findMistake(tokens: Tokens, command: Command): string | undefined {
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

function definitionOf(name: string, options: OptionTable): OptionDefinition | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

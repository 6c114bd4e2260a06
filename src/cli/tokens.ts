import { parseArgs } from 'node:util';
import { commonOptions } from './command.ts';
import type { Command, OptionTable } from './command.ts';

/** An option as it stands on a command line. */
export interface OptionToken {
  readonly name: string;
  /** As written, with its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** A command line, taken apart. */
export interface Tokens {
  readonly options: readonly OptionToken[];
  readonly positionals: readonly string[];
}

/** Judges nothing: the messages of `parseArgs` are for programmers. */
export function tokensOf(args: readonly string[], command: Command): Tokens {
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

/** A command's own, and those that every command takes. */
export function optionsOf({ options }: Command): OptionTable {
  return { ...options, ...commonOptions };
}

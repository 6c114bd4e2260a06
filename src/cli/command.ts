import type { Terminal } from './terminal.ts';

export interface OptionDefinition {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** How usage calls the value: `DIR`. */
  readonly value?: string;
  /** May be given several times; all are kept. Otherwise the last one counts. */
  readonly multiple?: true;
  /** A command line without it is a mistake. */
  readonly required?: true;
  readonly summary: string;
}

export type OptionTable = Readonly<Record<string, OptionDefinition>>;

/** What stands on the command line beside the options. */
export interface PositionalsDefinition {
  /** As usage shows them: `KEY…`. */
  readonly usage: string;
  readonly min: number;
  readonly max: number;
}

export type OptionValue = string | boolean | readonly string[] | undefined;

type ValueOf<D extends OptionDefinition> = D extends { readonly type: 'boolean' }
  ? boolean
  : D extends { readonly multiple: true }
    ? readonly string[]
    : D extends { readonly required: true }
      ? string
      : string | undefined;

/** The arguments of a command, as its table of options says that they are. */
export interface Arguments<O extends OptionTable = OptionTable> {
  readonly values: { readonly [N in keyof O]: ValueOf<O[N]> };
  readonly positionals: readonly string[];
}

interface Described<O extends OptionTable> {
  readonly name: string;
  /** One line, in the list of commands. */
  readonly summary: string;
  /** After the usage: what it does. Paragraphs are wrapped anew. */
  readonly description?: string;
  /** Default: none. */
  readonly positionals?: PositionalsDefinition;
  readonly options: O;
}

export interface CommandDefinition<O extends OptionTable> extends Described<O> {
  /** Resolves with the exit status: 0 all is well, 1 something is not, 2 wrong usage. */
  run(given: Arguments<O>, terminal: Terminal): Promise<number>;
}

/** What a command line gave, before a command's own table of options has made types of it. */
export interface RawArguments {
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly positionals: readonly string[];
}

/** A command, ready to be called with what was given for its options. */
export interface Command extends Described<OptionTable> {
  run(given: RawArguments, terminal: Terminal): Promise<number>;
}

/** Types a command's `run` by its table of options; what `parseCommandLine` makes of that table fits. */
export function defineCommand<const O extends OptionTable>(command: CommandDefinition<O>): Command {
  return { ...command, run: (given, terminal) => command.run(given as Arguments<O>, terminal) };
}

/** What every command takes. */
export const commonOptions: OptionTable = {
  help: { type: 'boolean', short: 'h', summary: 'print this' },
  version: { type: 'boolean', summary: 'print the version' },
};

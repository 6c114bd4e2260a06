import type { Run } from './run.ts';

/** What JSONata calls a function with. */
export interface Focus {
  readonly environment: Environment;
  readonly createSequence: () => unknown[];
}

export interface Environment {
  lookup(name: string | symbol): unknown;
  readonly timestamp?: Date;
  /** Of the whole evaluation: how many steps it is in. */
  readonly base: { readonly depth: number };
}

export type Implementation = (this: Focus, ...args: unknown[]) => unknown;

/** A function as JSONata keeps it. */
export interface FunctionDefinition {
  readonly _jsonata_function: true;
  readonly implementation: Implementation;
  readonly signature?: unknown;
}

/** What takes the place of one of JSONata's own functions. */
export type Replacement = (
  call: { readonly run: Run; readonly focus: Focus; readonly native: Implementation },
  ...args: readonly unknown[]
) => unknown;

/** The function was given what it doesn't take. */
export class MisuseError extends Error {
  override readonly name = 'MisuseError';
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** JSONata's functions and lambdas alike. */
export interface Callable {
  apply(focus: unknown, args: readonly unknown[]): unknown;
}

export function isCallable(value: unknown): value is Callable {
  return (
    (typeof value === 'function' || (typeof value === 'object' && value !== null)) &&
    'apply' in value &&
    typeof value.apply === 'function'
  );
}

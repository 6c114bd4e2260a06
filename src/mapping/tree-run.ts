import type { Budget } from './budget.ts';
import type { Expression } from './expression.ts';
import type { Bindings } from './variables.ts';
import type { Path } from './problem.ts';

/** An expression as it ended, for whoever wants to see how a card came about. */
export interface TracedExpression {
  /** Of the scalar it stands in. */
  readonly path: Path;
  readonly source: string;
  /** Undefined where it has no value. */
  readonly value: unknown;
}

/** The evaluation of one card's components. */
export interface Run {
  readonly budget: Budget;
  readonly trace?: ((expression: TracedExpression) => void) | undefined;
  /** Components so far, counted like those of any card. */
  count: number;
}

/** What the expressions of one place see. */
export interface Scope {
  readonly run: Run;
  /** `$` */
  readonly input: unknown;
  readonly bindings: Bindings;
}

/** Ends a run; caught where the run began. */
export class MappingFailure extends Error {
  override readonly name = 'MappingFailure';
  readonly path: Path;
  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}

/** The value of an expression; undefined for none: a card has no use for the difference to null and "". */
export async function valueOf(
  expression: Expression,
  path: Path,
  { run, input, bindings }: Scope,
): Promise<unknown> {
  const result = await expression.evaluate(input, bindings, run.budget);
  if (!result.ok) throw new MappingFailure(path, result.message);
  const value = result.value === null || result.value === '' ? undefined : result.value;
  run.trace?.({ path, source: expression.source, value });
  return value;
}

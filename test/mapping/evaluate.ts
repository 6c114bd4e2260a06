import { createBudget } from '../../src/mapping/budget.ts';
import type { BudgetLimits } from '../../src/mapping/budget.ts';
import { compileExpression } from '../../src/mapping/expression.ts';
import type { Evaluation } from '../../src/mapping/expression.ts';
import type { Bindings } from '../../src/mapping/variables.ts';
import { createManualClock } from '../fixtures/clock.ts';

interface Situation {
  readonly input?: unknown;
  readonly bindings?: Bindings;
  readonly limits?: BudgetLimits;
}

/** The value of an expression, or why there is none, under a clock that stands still. */
export async function evaluate(source: string, situation: Situation = {}): Promise<Evaluation> {
  const compiled = compileExpression(source);
  if (!compiled.ok) return compiled;
  const { input, bindings = {}, limits } = situation;
  const clock = createManualClock();
  const budget = createBudget({ clock, ...(limits && { limits }) });
  return compiled.expression.evaluate(input, bindings, budget);
}

/** Throws where there is none. */
export async function valueOf(source: string, situation?: Situation): Promise<unknown> {
  const result = await evaluate(source, situation);
  if (!result.ok) throw new Error(`${source}: ${result.message}`);
  return result.value;
}

export async function failureOf(
  source: string,
  situation?: Situation,
): Promise<string | undefined> {
  const result = await evaluate(source, situation);
  return result.ok ? undefined : result.message;
}

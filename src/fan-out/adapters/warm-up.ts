import type { Clock } from '../../clock.ts';
import { cardLimits, createBudget } from '../../mapping/budget.ts';
import { compileExpression } from '../../mapping/expression.ts';

const source =
  '[$moneyMinor(n, "USD"), $date(n), $plural(n, "order"), $badgeColor(s, {"a": "GREEN"}), $uppercase(s)]';

/**
 * The first expression of a process takes as long as a hundred later ones: code is compiled and formats are loaded. So one
 * is evaluated before the first card comes, or that would overrun its time on a slow machine. Answers whether it was.
 */
export async function warmUp(clock: Clock): Promise<boolean> {
  const compiled = compileExpression(source, []);
  if (!compiled.ok) return false;
  const budget = createBudget({ clock, limits: { ...cardLimits, timeMs: 10_000 } });
  const evaluated = await compiled.expression.evaluate({ n: 1, s: 'a' }, {}, budget);
  return evaluated.ok;
}

import { variableNames } from './variables.ts';
import { compileValue, report, within } from './tree-compiler.ts';
import type { Evaluate, Place } from './tree-compiler.ts';
import type { Scope } from './tree-run.ts';
import { isTruthy } from './truth.ts';

/** `forEach:` makes a scope of each item of a list, or of the one item that is no list; without it there is one scope. */
export function compileItems(
  source: unknown,
  outer: Place,
): { readonly place: Place; readonly items: Evaluate<readonly Scope[]> } {
  if (source === undefined) return { place: outer, items: async (scope) => [scope] };
  const evaluate = compileWord(source, within(outer, 'forEach'));
  const items = async (scope: Scope) => scopesOf(await evaluate(scope), scope);
  return { place: { ...outer, variables: variableNames }, items };
}

function scopesOf(value: unknown, scope: Scope): readonly Scope[] {
  if (value === undefined) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((input, index) => ({
    ...scope,
    input,
    bindings: { ...scope.bindings, index },
  }));
}

/** `if:`, judged for each item. */
export function compileCondition(source: unknown, place: Place): Evaluate<boolean> {
  if (source === undefined) return async () => true;
  const evaluate = compileWord(source, within(place, 'if'));
  return async (scope) => isTruthy(await evaluate(scope));
}

function compileWord(source: unknown, place: Place): Evaluate<unknown> {
  if (typeof source === 'string' && !source.trimStart().startsWith('{{'))
    return compileValue(source, place);
  report(place, 'expected a JSONata expression, without {{ }}');
  return async () => undefined;
}

import { nearest } from '../suggest.ts';
import type { AstNode } from './ast.ts';
import type { Surroundings } from './check-ast.ts';
import { functionNames, refusedFunctions } from './function-names.ts';
import { isVariableName, lookupVariable } from './variables.ts';

/** A variable that isn't called. */
export function checkVariable(node: AstNode, { scope, names, facts }: Surroundings): void {
  const name = String(node.value);
  if (name === '' || name === '$' || names.includes(name)) return;
  if (isVariableName(name) && scope.includes(name)) {
    facts.variables.add(name);
    if (name === 'lookup') node.value = lookupVariable;
    return;
  }
  if (functionNames.includes(name) && name !== 'lookup') return;
  const offset = Math.max(0, (node.position ?? 0) - name.length - 1);
  facts.mistakes.push({ ok: false, message: describe(name, [...scope, ...names]), offset });
}

function describe(name: string, known: readonly string[]): string {
  const refusal = refusedFunctions.get(name);
  if (refusal !== undefined) return `expected no $${name}: ${refusal}`;
  if (name === 'index') return '$index is known in forEach: only';
  if (name === 'lookup') return '$lookup is not known yet: this is what finds it';
  const meant = nearest(name, known);
  return meant === undefined
    ? 'unknown variable; fields of the response are written without $'
    : `unknown variable; did you mean $${meant}?`;
}

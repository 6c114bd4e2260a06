import { childrenOf } from './ast.ts';
import type { AstNode } from './ast.ts';

/** The names that a block, a function or a whole expression binds itself, wherever in it. */
export function namesBoundIn(scope: AstNode): readonly string[] {
  return childrenOf(scope).flatMap(namesBoundAt);
}

/** The names that a node, and what is below it, binds in the scope it stands in. */
export function namesBoundAt(node: AstNode): readonly string[] {
  return opensScope(node) ? namesBoundBy(node) : [...namesBoundBy(node), ...namesBoundIn(node)];
}

/** The names that a node binds by itself: `$name := …`, `@$name`, `#$name`. */
export function namesBoundBy({ type, value, lhs, focus, index }: AstNode): readonly string[] {
  const bound = type === 'bind' && lhs !== undefined && 'value' in lhs ? lhs.value : undefined;
  const stage = type === 'index' ? value : undefined;
  return [bound, stage, focus, index].filter((name) => typeof name === 'string');
}

export function opensScope({ type, thunk }: AstNode): boolean {
  return type === 'block' || (type === 'lambda' && thunk !== true);
}

/** Parameters of a function. */
export function parametersOf({ type, arguments: parameters = [] }: AstNode): readonly string[] {
  if (type !== 'lambda') return [];
  return parameters.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

import { childrenOf } from './ast.ts';
import type { AstNode } from './ast.ts';

/** The names that a block, a function or a whole expression binds itself, wherever in it. */
export function namesBoundIn(scope: AstNode): readonly string[] {
  return childrenOf(scope).flatMap(namesBoundAt);
}

/** The names that a node binds in the scope it stands in. */
export function namesBoundAt(node: AstNode): readonly string[] {
  const { type, lhs, focus, index } = node;
  const bound = type === 'bind' && lhs !== undefined && 'value' in lhs ? [lhs.value] : [];
  const stage = type === 'index' ? [node.value] : [];
  const own = [...bound, ...stage, focus, index].filter((name) => typeof name === 'string');
  return opensScope(node) ? own : [...own, ...namesBoundIn(node)];
}

export function opensScope({ type, thunk }: AstNode): boolean {
  return type === 'block' || (type === 'lambda' && thunk !== true);
}

/** Parameters of a function. */
export function parametersOf({ type, arguments: parameters = [] }: AstNode): readonly string[] {
  if (type !== 'lambda') return [];
  return parameters.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

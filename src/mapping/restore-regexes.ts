import { childrenOf } from './ast.ts';
import type { AstNode } from './ast.ts';

/** JSONata copies the left side of `??` and `?:` as JSON, which loses regular expressions: puts them back. */
export function restoreRegexes(root: AstNode): void {
  const nodes = regexesIn(root);
  const byPosition = new Map(
    nodes
      .filter(({ value }) => value instanceof RegExp)
      .map(({ position, value }) => [position, value]),
  );
  for (const node of nodes) node.value = byPosition.get(node.position);
}

function regexesIn(node: AstNode): readonly AstNode[] {
  return [...(node.type === 'regex' ? [node] : []), ...childrenOf(node).flatMap(regexesIn)];
}

import type { AstNode } from './ast.ts';
import type { Surroundings } from './check-ast.ts';
import { findRegexProblem } from './regex-engine.ts';
import { startOfToken } from './token.ts';

/** A regular expression: only what can be matched in linear time. */
export function checkRegex(
  { value, position = 0 }: AstNode,
  { source, facts }: Surroundings,
): void {
  if (!(value instanceof RegExp)) return;
  const problem = findRegexProblem(value);
  if (problem === undefined) return;
  const start = startOfToken(source, position, `/${value.source}/${value.flags.replace('g', '')}`);
  facts.mistakes.push({ ...problem, offset: start + 1 + problem.offset });
}

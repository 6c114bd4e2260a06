import { childrenOf, pairsOf } from './ast.ts';
import type { AstNode } from './ast.ts';
import { checkCall } from './check-call.ts';
import { checkRegex } from './check-regex.ts';
import { checkVariable } from './check-variable.ts';
import { namesBoundAt, namesBoundBy, namesBoundIn, opensScope, parametersOf } from './names.ts';
import type { TextProblem } from './problem.ts';
import type { StepFacts } from './run.ts';
import type { VariableName } from './variables.ts';

/** What is found out about an expression without evaluating it. */
export interface AstFacts extends StepFacts {
  readonly mistakes: TextProblem[];
  /** The gateway's variables that it names. */
  readonly variables: Set<VariableName>;
  /** Calls that get one more argument: `value ~> $call()`. */
  readonly applied: WeakSet<object>;
}

/** Where a node stands. */
export interface Surroundings {
  readonly source: string;
  /** The gateway's variables that there are. */
  readonly scope: readonly VariableName[];
  /** Names that the expression binds itself. */
  readonly names: readonly string[];
  readonly facts: AstFacts;
}

/** Checks a syntax tree, and prepares it: `$lookup` as a value gets a name of its own. */
export function checkAst(root: AstNode, source: string, scope: readonly VariableName[]): AstFacts {
  const facts: AstFacts = {
    mistakes: [],
    variables: new Set(),
    applied: new WeakSet(),
    walked: new WeakSet(),
    stored: new WeakSet(),
    grouping: new WeakSet(),
  };
  const names = opensScope(root) ? [] : namesBoundAt(root);
  visit(root, { source, scope, names, facts });
  return facts;
}

function visit(node: AstNode, outer: Surroundings): void {
  const own = opensScope(node) ? [...parametersOf(node), ...namesBoundIn(node)] : [];
  const around = own.length === 0 ? outer : { ...outer, names: [...outer.names, ...own] };
  note(node, around.facts);
  checkNode(node, around);
  const isCall = node.type === 'function' || node.type === 'partial';
  if (isCall) checkCall(node, around);
  for (const child of childrenOf(node)) {
    const isBinding = child === node.lhs && node.type === 'bind';
    const isParameter = node.type === 'lambda' && child !== node.body;
    const isCalled = isCall && child === node.procedure && isName(child);
    if (!isBinding && !isParameter && !isCalled) visit(child, around);
  }
}

/** A function by its name, with or without the `$` that it needs. */
function isName({ type, steps = [] }: AstNode): boolean {
  return (
    type === 'variable' || (type === 'path' && steps.length === 1 && steps[0]?.type === 'name')
  );
}

function checkNode(node: AstNode, around: Surroundings): void {
  if (node.type === 'variable') checkVariable(node, around);
  if (node.type === 'regex') checkRegex(node, around);
  if (node.type === 'transform')
    report(
      around,
      startOf(node),
      'expected no transform | … |; { … } and $merge make a changed object',
    );
  if (node.type === 'lambda' && node.signature !== undefined)
    report(around, startOf(node), 'expected a function without a type signature < … >');
  const bound = [...parametersOf(node), ...namesBoundBy(node)];
  const reserved = bound.find((name) => reservedNames.has(name));
  if (reserved !== undefined)
    report(
      around,
      around.source.indexOf(`$${reserved}`),
      `expected another name than $${reserved}`,
    );
}

/** JavaScript takes objects with such a field for something else. */
const reservedNames: ReadonlySet<string> = new Set(['then', 'toJSON']);

/** Of a sign, or of the parameters of a function. */
function startOf({ position = 1 }: AstNode): number {
  return position - 1;
}

function report({ facts }: Surroundings, offset: number, message: string): void {
  facts.mistakes.push({ ok: false, message, offset });
}

const walkingOperators: ReadonlySet<unknown> = new Set(['&', '=', '!=', 'and', 'or']);

function note(node: AstNode, { walked, stored, grouping, applied }: AstFacts): void {
  if (node.type === 'apply' && node.rhs !== undefined) applied.add(node.rhs);
  const isWalking = node.type === 'binary' && walkingOperators.has(node.value);
  const operands = isWalking ? childrenOf(node) : [];
  const judged = node.type === 'filter' ? [node.expr] : [node.condition];
  for (const child of [...operands, ...judged]) if (child !== undefined) walked.add(child);
  const values = pairsOf(node).map(([, value]) => value);
  if (values.length > 0) grouping.add(node);
  for (const value of values) stored.add(value);
}

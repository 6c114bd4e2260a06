import { nearest } from '../suggest.ts';
import type { AstNode } from './ast.ts';
import { checkBadgeColors } from './check-badge-color.ts';
import type { Surroundings } from './check-ast.ts';
import { functionNames, refusedFunctions } from './function-names.ts';
import { helperFunctions } from './functions.ts';
import { isVariableName } from './variables.ts';

/** A call of a function by its name. */
export function checkCall(node: AstNode, around: Surroundings): void {
  const { names, facts } = around;
  const called = calledName(node);
  if (called === undefined || (called.hasSign && names.includes(called.name))) return;
  const isKnown = called.hasSign && functionNames.includes(called.name);
  if (isKnown && called.name === 'badgeColor') checkBadgeColors(node, around);
  const message = isKnown
    ? describeMisuse(node, called.name, facts.applied)
    : describe(called, names);
  const offset = called.end - called.name.length - (called.hasSign ? 1 : 0);
  if (message !== undefined)
    facts.mistakes.push({ ok: false, message, offset: Math.max(0, offset) });
}

interface Called {
  readonly name: string;
  /** Whether it is written with its `$`. */
  readonly hasSign: boolean;
  readonly end: number;
}

function calledName({ procedure }: AstNode): Called | undefined {
  const step = procedure?.type === 'path' ? procedure.steps?.[0] : procedure;
  if (step?.type !== 'variable' && (step?.type !== 'name' || procedure?.steps?.length !== 1))
    return undefined;
  return { name: String(step.value), hasSign: step.type === 'variable', end: step.position ?? 0 };
}

function describe({ name, hasSign }: Called, names: readonly string[]): string {
  const refusal = refusedFunctions.get(name);
  if (refusal !== undefined) return `expected no $${name}: ${refusal}`;
  if (hasSign && isVariableName(name)) return `$${name} is a value, not a function`;
  const meant = nearest(name, [...names, ...functionNames]);
  const known = meant === undefined ? '' : `; did you mean $${meant}?`;
  return hasSign ? `unknown function${known}` : `the name of a function begins with $${known}`;
}

/** A call with too few or too many arguments. */
function describeMisuse(node: AstNode, name: string, applied: WeakSet<object>): string | undefined {
  const helper = helperFunctions.find((candidate) => candidate.name === name);
  if (helper === undefined || node.type === 'partial') return undefined;
  const count = (node.arguments?.length ?? 0) + (applied.has(node) ? 1 : 0);
  const parameters = helper.signature.split(',');
  const required = parameters.filter((parameter) => !/\?/.test(parameter));
  return count < required.length || count > parameters.length
    ? `expected ${helper.signature}`
    : undefined;
}

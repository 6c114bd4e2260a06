import { nearest } from '../suggest.ts';
import { compileExpression } from './expression.ts';
import { problemAt } from './problem.ts';
import type { MappingProblem, Path, TextProblem } from './problem.ts';
import { parseTextTemplate } from './text-template.ts';
import type { TextPart } from './text-template.ts';
import { valueOf } from './tree-run.ts';
import type { Scope } from './tree-run.ts';
import { variableNames } from './variables.ts';
import type { VariableName } from './variables.ts';

export type Evaluate<T> = (scope: Scope) => Promise<T>;

/** What is left behind while a tree is compiled. */
export interface Findings {
  readonly problems: MappingProblem[];
  readonly variables: Set<VariableName>;
}

/** Where in the tree, and which variables there are. */
export interface Place {
  readonly path: Path;
  readonly variables: readonly VariableName[];
  readonly findings: Findings;
}

export function within(place: Place, ...segments: Path): Place {
  return { ...place, path: [...place.path, ...segments] };
}

/** `at` is the key where a key is wrong, and not what it holds. */
export function report(
  { path, findings }: Place,
  message: string,
  at: MappingProblem['at'] = 'value',
): void {
  findings.problems.push({ path, at, message });
}

export function reportText({ path, findings }: Place, problem: TextProblem, shift = 0): void {
  findings.problems.push(problemAt(path, problem, shift));
}

/** "; did you mean …?" */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** An expression that begins `shift` units into the scalar. */
export function compileValue(source: string, place: Place, shift = 0): Evaluate<unknown> {
  const compiled = compileExpression(source, place.variables);
  if (!compiled.ok) {
    reportText(place, compiled, shift);
    return async () => undefined;
  }
  const { expression } = compiled;
  for (const name of expression.variables) place.findings.variables.add(name);
  return (scope) => valueOf(expression, place.path, scope);
}

/** `$index` is known in `forEach` only. */
export const outerVariables = variableNames.filter((name) => name !== 'index');

/** One "{{ expression }}", which may give anything. */
export function compileSole(text: string, place: Place): Evaluate<unknown> {
  const parsed = parseTextTemplate(text);
  if (!parsed.ok) reportText(place, parsed);
  else {
    const [only, ...others] = parsed.parts.filter((part) => !isBlank(part));
    if (only?.type === 'expression' && others.length === 0)
      return compileValue(only.source, place, only.offset);
    report(place, 'expected one "{{ expression }}" and nothing around it');
  }
  return async () => undefined;
}

function isBlank(part: TextPart): boolean {
  return part.type === 'text' && part.text.trim() === '';
}

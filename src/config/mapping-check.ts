import { compileComponents } from '../mapping/component-tree.ts';
import { compileExpression } from '../mapping/expression.ts';
import type { VariableName } from '../mapping/variables.ts';
import type { MappingProblem } from '../mapping/problem.ts';
import { compilePlain, compileRequest } from '../mapping/request-template.ts';
import type { RequestDefinition } from '../mapping/request-template.ts';
import type { Finding } from './finding.ts';
import { expectScope, pickScope } from './json-scopes.ts';
import { cardsOf, stepsOf } from './parts.ts';
import type { Part } from './parts.ts';
import type { Path } from './problem.ts';
import { field, fields, items, textAt } from './raw.ts';
import type { FileData } from './validate.ts';

type Problem = Pick<MappingProblem, 'message' | 'offset'> &
  Partial<Pick<MappingProblem, 'at' | 'path'>>;

/** Everything that can't be compiled in a file of the `json` adapter: requests, expressions, components. */
export function checkMapping({ source, data }: FileData): Finding[] {
  if (textAt(data, 'adapter') !== 'json') return [];
  const check = (judge: (data: unknown) => Problem[]) => (part: Part) =>
    judge(part.data).map(({ path = [], message, at, offset }): Finding => {
      return { source, path: [...part.base, ...path], message, at, index: offset };
    });
  return [...stepsOf(data).flatMap(check(checkStep)), ...cardsOf(data).flatMap(check(checkCard))];
}

function checkStep(step: unknown): Problem[] {
  return [...checkRequest(step), ...checkExpression(['pick'], field(step, 'pick'), pickScope)];
}

function checkCard(card: unknown): Problem[] {
  return [
    ...checkRequest(card),
    ...fields(field(card, 'expect')).flatMap(checkExpectation),
    ...checkComponents(field(card, 'components')),
  ];
}

function checkRequest(data: unknown): readonly Problem[] {
  const compiled = compileRequest(requestOf(data));
  return compiled.ok ? [] : compiled.problems;
}

function checkExpectation([key, text]: [string, unknown]): Problem[] {
  const path = ['expect', key];
  const compiled = isScalar(text) ? compilePlain(String(text)) : ({ ok: true } as const);
  return [
    ...checkExpression(path, key, expectScope).map((problem) => ({
      ...problem,
      at: 'key' as const,
    })),
    ...(compiled.ok ? [] : [{ ...compiled, path }]),
  ];
}

function checkExpression(path: Path, source: unknown, scope: readonly VariableName[]): Problem[] {
  if (typeof source !== 'string' || source.trim() === '') return [];
  const compiled = compileExpression(source, scope);
  return compiled.ok ? [] : [{ ...compiled, path }];
}

function checkComponents(components: unknown): Problem[] {
  if (typeof components !== 'string' && !Array.isArray(components)) return [];
  const compiled = compileComponents(components);
  if (compiled.ok) return [];
  return compiled.problems.map((problem) => ({
    ...problem,
    path: ['components', ...problem.path],
  }));
}

/** What of a request is of the kind that it has to be; the schema tells about the rest. */
export function requestOf(data: unknown): RequestDefinition {
  const query = fields(field(data, 'query')).filter(([, value]) =>
    items([value].flat()).every(isScalar),
  );
  const headers = fields(field(data, 'headers')).filter(([, value]) => typeof value === 'string');
  return {
    get: textAt(data, 'get'),
    post: textAt(data, 'post'),
    query: Object.fromEntries(query) as RequestDefinition['query'],
    body: field(data, 'body'),
    headers: Object.fromEntries(headers) as RequestDefinition['headers'],
  };
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

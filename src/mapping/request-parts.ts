import { parsePlaceholders } from './placeholder.ts';
import type { PlaceholderName, PlaceholderValues } from './placeholder.ts';
import { findPathProblem } from './path.ts';
import { places } from './place.ts';
import type { Place } from './place.ts';
import { problemAt } from './problem.ts';
import type { MappingProblem, Path } from './problem.ts';
import { compileTemplate } from './template.ts';

export type Scalar = string | number | boolean;
export type Query = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** What the parts of a request leave behind while they are compiled. */
export interface Findings {
  readonly problems: MappingProblem[];
  readonly names: Set<PlaceholderName>;
}

/** Undefined: no value. */
export type Render<T> = (values: PlaceholderValues) => T | undefined;

export function compilePath(text: string, at: Path, findings: Findings): Render<string> {
  const problem = findPathProblem(text);
  if (problem === undefined) return compileText(text, places.path, at, findings);
  findings.problems.push(problemAt(at, problem));
  return () => undefined;
}

/** Gives the query without its `?`. */
export function compileQuery(query: Query, findings: Findings): Render<string> {
  const pairs = Object.entries(query).flatMap(([name, value]) => {
    const path = ['query', name];
    checkKey(path, name, findings);
    if (typeof value !== 'object') return [compilePair(name, value, path, findings)];
    return value.map((item, index) => compilePair(name, item, [...path, index], findings));
  });
  return map(all(pairs), (rendered) => new URLSearchParams(rendered).toString());
}

function compilePair(
  name: string,
  value: Scalar,
  path: Path,
  findings: Findings,
): Render<[string, string]> {
  const render = compileText(String(value), places.query, path, findings);
  return map(render, (text) => [name, text]);
}

export function compileHeaders(
  headers: Readonly<Record<string, string>>,
  findings: Findings,
): Render<Readonly<Record<string, string>>> {
  const fields = Object.entries(headers).map(([name, text]) => {
    const path = ['headers', name];
    checkKey(path, name, findings);
    const render = compileText(text, places.header, path, findings);
    return map(render, (value): [string, string] => [name.toLowerCase(), value]);
  });
  return map(all(fields), (rendered) => Object.fromEntries(rendered));
}

export function compileBody(value: unknown, path: Path, findings: Findings): Render<unknown> {
  if (typeof value === 'string') return compileText(value, places.body, path, findings);
  if (typeof value !== 'object' || value === null) return () => value;
  if (Array.isArray(value))
    return all(value.map((item, index) => compileBody(item, [...path, index], findings)));
  const fields = Object.entries(value).map(([name, item]) => {
    const at = [...path, name];
    checkKey(at, name, findings);
    return map(compileBody(item, at, findings), (rendered): [string, unknown] => [name, rendered]);
  });
  return map(all(fields), (rendered) => Object.fromEntries(rendered));
}

function compileText(text: string, place: Place, path: Path, findings: Findings): Render<string> {
  const compiled = compileTemplate(text, place);
  if (!compiled.ok) {
    findings.problems.push(problemAt(path, compiled));
    return () => undefined;
  }
  const { template } = compiled;
  for (const name of template.names) findings.names.add(name);
  return (values) => template.render(values);
}

/** Names are the author's own. */
function checkKey(path: Path, name: string, { problems }: Findings): void {
  const parsed = parsePlaceholders(name);
  if (parsed.ok && parsed.placeholders.length === 0) return;
  const message = 'a name takes no placeholders; they stand in its value';
  problems.push({ path, at: 'key', message });
}

/** No value of one part is no value of the whole. */
function all<T>(renders: readonly Render<T>[]): Render<T[]> {
  return (values) => {
    const rendered: T[] = [];
    for (const render of renders) {
      const part = render(values);
      if (part === undefined) return undefined;
      rendered.push(part);
    }
    return rendered;
  };
}

function map<T, R>(render: Render<T>, change: (rendered: T) => R): Render<R> {
  return (values) => {
    const rendered = render(values);
    return rendered === undefined ? undefined : change(rendered);
  };
}

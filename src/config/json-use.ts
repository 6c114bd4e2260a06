import type { Path } from './problem.ts';
import { field, fields } from './raw.ts';

/** Where a text names something. */
export interface Use {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly index: number;
}

const requestFields = ['get', 'post', 'query', 'body', 'headers'];

/** Where a card or a step names the id that the look-up finds: `{lookup}` in requests, `$lookup` in expressions. */
export function lookupUses(data: unknown): Use[] {
  const inText = (name: string) => namedIn(/\{lookup(?=[|}])/, field(data, name), [name]);
  const inExpression = (name: string) => namedIn(/\$lookup\b(?!\s*\()/, field(data, name), [name]);
  return [
    ...[...requestFields, 'expect'].flatMap(inText),
    ...['expect', 'components'].flatMap(inExpression),
  ];
}

/** Where a step's request or its expression names one of a customer's identifiers. */
export function customerUses(data: unknown, identifier: string): Use[] {
  const pattern = new RegExp(String.raw`[{$]customer\.${identifier}\b`);
  return fields(data).flatMap(([name, value]) => namedIn(pattern, value, [name]));
}

/** Where a card or a step says which customer, thread or tenant it is about. */
export function subjectUses(data: unknown): Use[] {
  const pattern = /[{$](?:customer|thread|tenant|lookup)\b/;
  return fields(data).flatMap(([name, value]) => namedIn(pattern, value, [name]));
}

function namedIn(pattern: RegExp, value: unknown, path: Path): Use[] {
  if (typeof value === 'string') return indexIn(pattern, value, path, 'value');
  if (Array.isArray(value))
    return value.flatMap((item, index) => namedIn(pattern, item, [...path, index]));
  return fields(value).flatMap(([key, item]) => [
    ...indexIn(pattern, key, [...path, key], 'key'),
    ...namedIn(pattern, item, [...path, key]),
  ]);
}

function indexIn(pattern: RegExp, text: string, path: Path, at: Use['at']): Use[] {
  const index = text.search(pattern);
  return index === -1 ? [] : [{ path, at, index }];
}

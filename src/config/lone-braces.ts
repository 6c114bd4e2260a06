import { parseTextTemplate } from '../mapping/text-template.ts';
import type { Use } from './json-use.ts';
import type { Path } from './problem.ts';
import { field, fields } from './raw.ts';

const lone = /\{\s*\$?[A-Za-z_][\w.]*\s*\}/;
/** They are expressions as a whole. */
const expressions = new Set(['if', 'forEach']);

/** Where a component's text has a name in one pair of braces, which most likely are meant to be two. */
export function loneBraces(card: unknown): Use[] {
  return findIn(field(card, 'components'), ['components']);
}

function findIn(value: unknown, path: Path): Use[] {
  if (typeof value === 'string') return findInText(value, path);
  if (Array.isArray(value)) return value.flatMap((item, index) => findIn(item, [...path, index]));
  return fields(value)
    .filter(([key]) => !expressions.has(key))
    .flatMap(([key, item]) => findIn(item, [...path, key]));
}

/** The first in the author's own words. */
function findInText(text: string, path: Path): Use[] {
  const parsed = parseTextTemplate(text);
  if (!parsed.ok) return [];
  let start = 0;
  for (const part of parsed.parts) {
    const index = part.type === 'text' ? part.text.search(lone) : -1;
    if (index !== -1) return [{ path, at: 'value', index: start + index }];
    start += part.type === 'text' ? part.text.length : part.source.length + '{{}}'.length;
  }
  return [];
}

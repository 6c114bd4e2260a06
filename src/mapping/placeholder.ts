import type { dimensions, Subject } from '../parse/customer.ts';
import { suggest } from '../suggest.ts';
import { filters } from './filters.ts';
import type { Filter } from './filters.ts';
import type { TextProblem } from './problem.ts';

/** What a request can say about whom it is for. */
export const placeholderNames = [
  'customer.id',
  'customer.email',
  'customer.externalId',
  'thread.id',
  'thread.externalId',
  'tenant.id',
  'tenant.externalId',
  'lookup',
] as const;

export type PlaceholderName = (typeof placeholderNames)[number];
export type Dimension = (typeof dimensions)[number];

/** `null`: no value. */
export type PlaceholderValues = ReadonlyMap<PlaceholderName, string | null>;

export function placeholderValues(
  { customer, thread, tenant }: Subject,
  lookup: string | null = null,
): PlaceholderValues {
  return new Map<PlaceholderName, string | null>([
    ['customer.id', customer.id],
    ['customer.email', customer.email],
    ['customer.externalId', customer.externalId],
    ['thread.id', thread?.id ?? null],
    ['thread.externalId', thread?.externalId ?? null],
    ['tenant.id', tenant?.id ?? null],
    ['tenant.externalId', tenant?.externalId ?? null],
    ['lookup', lookup],
  ]);
}

/** `{name|filter|filter}` in a text. */
export interface Placeholder {
  readonly name: PlaceholderName;
  readonly filters: readonly Filter[];
  /** From the `{`, and to behind the `}`. */
  readonly start: number;
  readonly end: number;
}

type Parsed<T> = ({ readonly ok: true } & T) | TextProblem;

const form = /\{([A-Za-z.]+)((?:\|[A-Za-z]*)*)\}/g;
/** Meant as placeholders, most likely: with spaces, in two pairs of braces, or with a filter that has arguments. */
const nearForm =
  /\{\{\s*\$?(?:customer|thread|tenant|lookup)\b[^{}]*\}\}|\{\s*(?:customer\.|thread\.|tenant\.|lookup\s*\|)[^{}]*\}/g;

/** All placeholders of a text, in order. Other braces are the author's own. */
export function parsePlaceholders(
  text: string,
): Parsed<{ readonly placeholders: readonly Placeholder[] }> {
  const placeholders: Placeholder[] = [];
  for (const match of text.matchAll(form)) {
    const parsed = parsePlaceholder(match);
    if (!parsed.ok) return parsed;
    placeholders.push(parsed.placeholder);
  }
  return findNearMiss(text, placeholders) ?? { ok: true, placeholders };
}

function parsePlaceholder(match: RegExpExecArray): Parsed<{ readonly placeholder: Placeholder }> {
  const [whole, written = '', filterText = ''] = match;
  const name = placeholderNames.find((known) => known === written);
  if (name === undefined) return unknownName(written, match.index + 1);
  const parsed = parseFilters(filterText, match.index + 1 + written.length);
  if (!parsed.ok) return parsed;
  const end = match.index + whole.length;
  return { ok: true, placeholder: { name, filters: parsed.filters, start: match.index, end } };
}

function unknownName(written: string, offset: number): TextProblem {
  const message = `unknown placeholder; ${suggest(written, placeholderNames)} (braces that are meant are written with spaces: { ${written} })`;
  return { ok: false, message, offset };
}

/** `text` is the filters with a bar before each; it begins at `offset`. */
function parseFilters(
  text: string,
  offset: number,
): Parsed<{ readonly filters: readonly Filter[] }> {
  const found: Filter[] = [];
  let start = offset + 1;
  for (const written of text.split('|').slice(1)) {
    const filter = filters.find(({ name }) => name === written);
    if (filter === undefined) return unknownFilter(written, start);
    const last = found.at(-1);
    if (last?.isSafe === true) return notLast(last, start);
    found.push(filter);
    start += written.length + 1;
  }
  return { ok: true, filters: found };
}

function unknownFilter(written: string, offset: number): TextProblem {
  const names = filters.map(({ name }) => name);
  const message =
    written === ''
      ? `expected a filter behind |; ${suggest('', names)}`
      : `unknown filter; ${suggest(written, names)}`;
  return { ok: false, message, offset };
}

function notLast({ name }: Filter, offset: number): TextProblem {
  return { ok: false, message: `expected ${name} to be the last filter`, offset };
}

function findNearMiss(text: string, known: readonly Placeholder[]): TextProblem | undefined {
  for (const { 0: whole, index } of text.matchAll(nearForm)) {
    if (known.some(({ start, end }) => start === index && end === index + whole.length)) continue;
    const message = `expected a placeholder as in {customer.email|lower}: one pair of braces, no spaces`;
    return { ok: false, message, offset: index };
  }
  return undefined;
}

/** The value behind all filters; undefined for no value. */
export function fill(
  { name, filters: steps }: Placeholder,
  values: PlaceholderValues,
): string | undefined {
  let value = values.get(name) ?? undefined;
  for (const { apply } of steps) {
    if (value === undefined || value === '') return undefined;
    value = apply(value);
  }
  return value !== '' && value?.isWellFormed() === true ? value : undefined;
}

import type { EnumField, FormatField, StringField, ValueField } from './fields.ts';
import { formats } from './formats.ts';

export interface Violation {
  /** RFC 6901, from the card's root. */
  readonly pointer: string;
  /** The gateway's own words; never what the upstream sent. */
  readonly rule: string;
}

/** What a check found: the value in normal form, or the first rule that is broken. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | ({ readonly ok: false } & Violation);

export function sound<T>(value: T): Checked<T> {
  return { ok: true, value };
}

export function broken(pointer: string, rule: string): { readonly ok: false } & Violation {
  return { ok: false, pointer, rule };
}

/** Replaces what is no text, NUL and lone surrogates, with U+FFFD. Keeps the length. */
export function toCleanText(text: string): string {
  return text.isWellFormed() && !text.includes('\0')
    ? text
    : text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function checkString(text: string, { min, max }: StringField): Checked<string> {
  if (text.length >= min && text.length <= max) return sound(toCleanText(text));
  const range = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return broken('', `expected ${range} characters`);
}

function checkEnum(value: unknown, field: EnumField): Checked<string> {
  const known = field.values.find((candidate) => candidate === value);
  if (known !== undefined) return sound(known);
  return broken('', `expected one of ${field.values.join(', ')}`);
}

function checkFormat(text: string, field: FormatField): Checked<string> {
  const { normalise, rule } = formats[field.type];
  const normal = normalise(text);
  return normal === undefined ? broken('', rule) : sound(normal);
}

/** Checks one value that holds no other; the result is clean text. A violation's pointer is empty: it is of the value itself. */
export function checkValue(value: unknown, field: ValueField): Checked<string> {
  if (field.type === 'enum') return checkEnum(value, field);
  if (typeof value !== 'string') return broken('', 'expected a string');
  if (field.type === 'string') return checkString(value, field);
  return checkFormat(value, field);
}

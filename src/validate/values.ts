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
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function checkString(text: string, { min, max }: StringField, pointer: string): Checked<string> {
  if (text.length >= min && text.length <= max) return sound(toCleanText(text));
  const range = min === 0 ? `at most ${max}` : `${min} to ${max}`;
  return broken(pointer, `expected ${range} characters`);
}

function checkEnum(value: unknown, field: EnumField, pointer: string): Checked<string> {
  const known = field.values.find((candidate) => candidate === value);
  if (known !== undefined) return sound(known);
  return broken(pointer, `expected one of ${field.values.join(', ')}`);
}

function checkFormat(text: string, field: FormatField, pointer: string): Checked<string> {
  const { normalise, rule } = formats[field.type];
  const normal = normalise(text);
  return normal === undefined ? broken(pointer, rule) : sound(normal);
}

/** Checks one value that holds no other; the result is clean text. */
export function checkValue(value: unknown, field: ValueField, pointer: string): Checked<string> {
  if (field.type === 'enum') return checkEnum(value, field, pointer);
  if (typeof value !== 'string') return broken(pointer, 'expected a string');
  if (field.type === 'string') return checkString(value, field, pointer);
  return checkFormat(value, field, pointer);
}

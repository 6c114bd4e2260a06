import { z } from 'zod';
import { nearest, suggest } from '../suggest.ts';
import { field, fields } from './raw.ts';

/**
 * Says what a schema expected, never what it got: that may be a secret. For unknown fields, one line for each of the
 * issue's keys.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return expected(kinds.get(issue.expected) ?? issue.expected, issue.input) + about(issue);
    case 'invalid_value':
      return expectedOneOf(issue.values, issue.input);
    case 'invalid_union':
      return 'options' in issue
        ? expectedOneOf(issue.options as unknown[], field(issue.input, issue.discriminator ?? ''))
        : noWords;
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(key, issue.inst)).join('\n');
    case 'invalid_key':
      return issue.issues.map((nested) => nested.message).join('; ');
    case 'too_small':
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
    case 'invalid_format':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
    default:
      return noWords;
  }
};

const noWords = 'not a value that this field takes';

const kinds = new Map<string, string>([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['array', 'a list'],
]);

const textHints = new Map([
  ['a number', ', got text; a number stands without quotes and without a unit'],
  ['true or false', ', got text; write true or false, without quotes'],
]);

/** What a missing field is for. */
function about({ input, inst }: z.core.$ZodRawIssue): string {
  const description = inst instanceof z.ZodType ? inst.description : undefined;
  return input === undefined && description !== undefined ? ` (${description})` : '';
}

/** "expected …", with what most likely went wrong. */
export function expected(what: string, input: unknown): string {
  if (input === undefined) return `missing; expected ${what}`;
  if (input === null) return `expected ${what}, got nothing; give it a value or remove the line`;
  return `expected ${what}${hint(what, input)}`;
}

function hint(what: string, input: unknown): string {
  if (typeof input === 'string') return textHints.get(what) ?? '';
  if (what === 'text' && typeof input !== 'object')
    return `, got a ${typeof input}; put it in quotes`;
  if (what.startsWith('text') && isBareBraces(input))
    return '; a text that begins with { is put in quotes';
  return '';
}

/** What YAML makes of `{lookup}` without quotes. */
function isBareBraces(input: unknown): boolean {
  const entries = fields(input);
  return entries.length > 0 && entries.every(([, value]) => value === null);
}

function expectedOneOf(values: readonly unknown[], input: unknown): string {
  const meant = typeof input === 'string' ? nearest(input, values.map(String)) : undefined;
  return expected(oneOf(values), input) + (meant === undefined ? '' : `; did you mean ${meant}?`);
}

/** `"a", "b" or "c"`. */
function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => JSON.stringify(value));
  return quoted.join(', ').replace(/, (?=[^,]*$)/, ' or ');
}

function unknownField(key: string, schema: unknown): string {
  const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  return `unknown field; ${suggest(key, known)}`;
}

function unit(origin: string, count: number | bigint): string {
  const isOne = Number(count) === 1;
  if (origin === 'string') return isOne ? ' character' : ' characters';
  if (origin === 'array') return isOne ? ' entry' : ' entries';
  return '';
}

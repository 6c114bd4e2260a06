import { z } from 'zod';
import { nearest, suggest } from '../suggest.ts';
import { field } from './raw.ts';

/**
 * Says what a schema expected, never what it got: that may be a secret. For unknown fields, one line for each of the
 * issue's keys.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return expected(kinds.get(issue.expected) ?? issue.expected, issue.input);
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
      return `expected ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `expected at most ${issue.maximum}${unit(issue.origin)}`;
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

function expected(what: string, input: unknown): string {
  if (input === undefined) return `missing; expected ${what}`;
  if (input === null) return `expected ${what}, got nothing; give it a value or remove the line`;
  return `expected ${what}${hint(what, input)}`;
}

function hint(what: string, input: unknown): string {
  const isScalar = what === 'a number' || what === 'true or false';
  if (isScalar && typeof input === 'string') return ', got text; what is quoted is text';
  if (what === 'text' && typeof input !== 'object')
    return `, got a ${typeof input}; put it in quotes`;
  return '';
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

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}

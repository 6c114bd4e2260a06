import type { TextProblem } from './problem.ts';
import { findUnclosed, startOfToken } from './token.ts';

/** What JSONata throws on a mistake. */
interface SyntaxFault {
  readonly code: string;
  /** Behind the token, most often. */
  readonly position: number;
  readonly token: string;
  /** What was expected; or the literal. */
  readonly value: string;
}

interface Description {
  readonly message: string | ((fault: SyntaxFault) => string);
  /** Where; the token by default. */
  readonly offset?: (source: string, fault: SyntaxFault) => number;
}

const atEnd = (source: string): number => source.trimEnd().length;
const oneBefore = (_: string, { position }: SyntaxFault): number => position - 1;
const unclosed =
  (openers: RegExp) =>
  (source: string): number =>
    findUnclosed(source, openers);

const descriptions = new Map<string, Description>([
  ['S0101', { message: 'a text without its closing quote', offset: unclosed(/^["']/) }],
  ['S0102', { message: 'a number that is too large', offset: (_, { position }) => position }],
  ['S0103', { message: 'an unknown escape; a backslash is written \\\\', offset: oneBefore }],
  ['S0104', { message: 'expected 4 hexadecimal digits behind \\u', offset: oneBefore }],
  ['S0105', { message: 'a name without its closing backquote', offset: unclosed(/^`/) }],
  ['S0106', { message: 'a comment without its */', offset: unclosed(/^\/\*/) }],
  ['S0201', { message: ({ token }) => `unexpected ${token}; expected an operator or the end` }],
  ['S0202', { message: ({ token, value }) => `expected ${value}, got ${token}` }],
  ['S0203', { message: ({ value }) => `expected ${value} before the end`, offset: atEnd }],
  ['S0204', { message: ({ token }) => `unknown operator ${token}` }],
  ['S0207', { message: 'expected a value before the end', offset: atEnd }],
  ['S0208', { message: 'expected a parameter that begins with $' }],
  ['S0209', { message: 'a condition [ ] cannot follow a group { }', offset: oneBefore }],
  ['S0210', { message: 'a step takes one group { } only', offset: oneBefore }],
  ['S0211', { message: ({ token }) => `expected a value before ${token}` }],
  ['S0212', { message: 'expected a name that begins with $ before :=' }],
  ['S0213', { message: ({ value }) => `expected a field name, got ${value}` }],
  ['S0214', { message: ({ token }) => `expected a name that begins with $ behind ${token}` }],
  ['S0215', { message: 'expected @ before any condition [ ] of the step', offset: oneBefore }],
  ['S0216', { message: 'expected @ before the ^( ) of the step', offset: oneBefore }],
  ['S0217', { message: '% has no parent here' }],
  ['S0301', { message: 'an empty regular expression', offset: oneBefore }],
  ['S0302', { message: 'a regular expression without its closing /', offset: unclosed(/^\//) }],
]);

/** A mistake that JSONata found, in plain words and at its place. */
export function describeSyntax(error: unknown, source: string): TextProblem {
  if (error instanceof RangeError) return problem('nested too deeply', 0);
  if (error instanceof SyntaxError) return describeRegex(error, source);
  const fault = toFault(error);
  const { message, offset = startOf } = descriptions.get(fault.code) ?? unknown;
  const words = typeof message === 'string' ? message : message(fault);
  return problem(words, Math.min(Math.max(0, offset(source, fault)), source.length));
}

const unknown: Description = { message: 'not an expression' };

function problem(message: string, offset: number): TextProblem {
  return { ok: false, message, offset };
}

interface Thrown {
  readonly code?: string;
  readonly position?: number;
  readonly token?: string | number | boolean | null;
  readonly value?: string | number | boolean | null;
}

function toFault(error: unknown): SyntaxFault {
  const { code = '', position = 0, token = '', value = '' } = error as Thrown;
  return { code, position, token: String(token), value: String(value) };
}

function startOf(source: string, { position, token, value }: SyntaxFault): number {
  return startOfToken(source, position, token === '' ? value : token);
}

/** "Invalid regular expression: /a{2,1}/g: numbers out of order in {} quantifier". */
function describeRegex({ message }: SyntaxError, source: string): TextProblem {
  const [, literal = '', reason = ''] = /: (\/[^]*\/)[a-z]*: ([^]*)$/.exec(message) ?? [];
  return problem(
    `a regular expression that is none: ${reason.toLowerCase()}`,
    Math.max(0, source.indexOf(literal)),
  );
}

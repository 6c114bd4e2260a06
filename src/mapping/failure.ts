import { BudgetError } from './budget.ts';
import { MisuseError } from './native.ts';

/** What JSONata throws while it evaluates. `value` and its like hold data. */
interface EvaluationFault {
  readonly code?: string;
  /** A function or an operator, as the expression writes it. */
  readonly token?: unknown;
  /** Of an argument, from 1. */
  readonly index?: unknown;
}

type Describe = (token: string, index: string) => string;

const descriptions = new Map<string, Describe>([
  ['T0410', (token, index) => `argument ${index} of $${token} is of the wrong type`],
  ['T0411', (token, index) => `argument ${index} of $${token} is of the wrong type`],
  ['T0412', (token, index) => `argument ${index} of $${token} is a list of the wrong type`],
  ['D1001', () => 'used a number that is out of range'],
  ['D1002', () => '- stands before what is no number'],
  ['T1003', () => 'the key of an object is no text'],
  ['D1004', () => 'a regular expression matches an empty text'],
  ['T1005', (token) => `${token} is no function; did you mean $${token}?`],
  ['T1006', (token) => `${token} is no function`],
  ['D1009', () => 'an object has the same key twice'],
  ['T2001', (token) => `the left side of ${token} is no number`],
  ['T2002', (token) => `the right side of ${token} is no number`],
  ['T2003', () => 'the left side of .. is no whole number'],
  ['T2004', () => 'the right side of .. is no whole number'],
  ['T2006', () => 'the right side of ~> is no function'],
  ['T2007', () => '^( ) compares texts with numbers'],
  ['T2008', () => '^( ) compares what is neither text nor number'],
  ['T2009', (token) => `${token} compares texts with numbers`],
  ['T2010', (token) => `${token} compares what is neither text nor number`],
  ['D2014', () => 'made too long a list'],
  ['D2015', () => 'made too long a list'],
  ['D3001', () => '$string got a number that is out of range'],
  ['D3030', () => '$number got what is no number'],
  ['D3137', () => '$error was called'],
  ['D3138', () => '$single found more than one'],
  ['D3139', () => '$single found none'],
  ['D3141', () => '$assert failed'],
]);

/** Why an evaluation failed, in words without any of the data. */
export function describeFailure(error: unknown): string {
  if (error instanceof BudgetError || error instanceof MisuseError) return error.message;
  if (error instanceof RangeError) return 'nested too deeply, or made too long a text';
  const { code, token, index } = (error ?? {}) as EvaluationFault;
  const describe = code === undefined ? undefined : descriptions.get(code);
  if (describe !== undefined) return describe(wordOf(token), wordOf(index));
  return code === undefined ? 'failed' : `failed (JSONata ${code})`;
}

function wordOf(token: unknown): string {
  return typeof token === 'string' || typeof token === 'number' ? String(token) : 'it';
}

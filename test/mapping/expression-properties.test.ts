import * as fc from 'fast-check';
import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import { cardLimits, createBudget } from '../../src/mapping/budget.ts';
import { compileExpression } from '../../src/mapping/expression.ts';
import { functionNames } from '../../src/mapping/function-names.ts';

const input: unknown = JSON.parse(`{
  "a": [{ "b": 1, "c": "x" }, { "b": 2, "c": null }, []],
  "b": "text with words",
  "c": { "d": [1, 2, [3]], "then": 1, "toJSON": "x", "__proto__": null },
  "d": 12.5
}`);

const token = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'c',
    'd',
    '$',
    '$$',
    '$x',
    '5',
    '-1',
    '"s"',
    'null',
    'true',
    '/b/',
    '*',
    '**',
    '%',
  ),
  fc.constantFrom(
    '.',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
    ':',
    ',',
    ';',
    ':=',
    '?',
    '??',
    '?:',
    '~>',
    '^(',
    '#$i',
    '@$v',
  ),
  fc.constantFrom(
    '+',
    '-',
    '/',
    '&',
    '=',
    '!=',
    '<',
    '>',
    'and',
    'or',
    'in',
    '..',
    '|',
    'function($x){',
    '"',
    "'",
    '`',
  ),
  fc.constantFrom(...functionNames).map((name) => `$${name}(`),
);

/** Tokens in any order: most are no expressions. */
const tokens = fc.array(token, { maxLength: 12 }).map((all) => all.join(' '));

/** Expressions for the most part. */
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const call = fc
    .tuple(fc.constantFrom(...functionNames), fc.array(inner, { maxLength: 3 }))
    .map(([name, args]) => `$${name}(${args.join(', ')})`);
  const operator = fc.constantFrom('+', '&', '=', '.', '~>', '??', 'and', '<', 'in');
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        'a',
        'b',
        'c.d',
        'd',
        '$',
        '$x',
        '3',
        '"ab"',
        '/[a-z]/',
        '[1..9]',
        'missing',
        '**',
        'null',
      ),
      call,
      call,
      fc.tuple(inner, operator, inner).map((parts) => parts.join(' ')),
      fc.tuple(inner, inner).map(([list, filter]) => `(${list})[${filter}]`),
      fc.tuple(inner, inner).map(([key, value]) => `{$string(${key}): ${value}}`),
      fc.tuple(inner, inner).map(([list, body]) => `$map(${list}, function($x) { ${body} })`),
      fc.tuple(inner, inner).map(([value, body]) => `($x := ${value}; ${body})`),
      inner.map((list) => `(${list})^($)`),
      inner.map((value) => `(${value}){$type($): $count($)}`),
    ),
  };
});

const limits = { ...cardLimits, timeMs: 20 };

async function isBounded(source: string): Promise<boolean> {
  const compiled = compileExpression(source);
  if (!compiled.ok) return compiled.offset >= 0 && compiled.offset <= source.length;
  const before = JSON.stringify(input);
  const budget = createBudget({ clock: systemClock, limits });
  const result = await compiled.expression.evaluate(input, { response: input }, budget);
  if (!result.ok && typeof result.message !== 'string') return false;
  // Plain JSON comes back from JSON as it was.
  const isPlain =
    !result.ok ||
    result.value === undefined ||
    JSON.stringify(JSON.parse(JSON.stringify(result.value))) === JSON.stringify(result.value);
  return isPlain && JSON.stringify(input) === before;
}

void t.test('anything at all is an expression or a mistake in it', async () => {
  await fc.assert(fc.asyncProperty(tokens, isBounded), { numRuns: 2000 });
});

void t.test(
  'every expression ends, in a value or a failure, and leaves its input alone',
  async () => {
    await fc.assert(fc.asyncProperty(expression, isBounded), { numRuns: 1000 });
  },
);

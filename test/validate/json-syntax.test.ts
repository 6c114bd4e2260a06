import * as fc from 'fast-check';
import t from 'tap';
import { findSyntaxProblem } from '../../src/validate/json-syntax.ts';

/** Whether the engine's own parser takes it. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

for (const [text, offset, expected] of [
  ['', 0, /expected a value/],
  ['{"a":1,}', 7, /a key in double quotes; no comma/],
  ['[1, ]', 4, /a value; no comma stands behind the last one/],
  ['{a:1}', 1, /a key in double quotes, or \}/],
  ['{"a" 1}', 5, /a colon/],
  ['{"a":1 "b":2}', 7, /a comma, or the end/],
  ["{'a':1}", 1, /in double quotes/],
  ['{"a":NaN}', 5, /a value/],
  ['[1', 2, /a comma, or the end/],
  ['[}', 1, /or \] for an empty list/],
  ['{]', 1, /or \} for an empty object/],
  ['[1}', 2, /a comma, or the end/],
  ['{} {}', 3, /nothing more behind the end/],
  ['{"a":"x\ny"}', 5, /a value/],
  ['[01]', 2, /a comma/],
  ['{"a":{"b":[1,2,{}]},"c":}', 24, /a value/],
] as const) {
  await t.test(`finds what is wrong with ${JSON.stringify(text)}`, async (t) => {
    t.match(findSyntaxProblem(text), { offset, message: expected });
  });
}

await t.test('judges as the parser of the engine does', async () => {
  const edits = fc.array(
    fc.record({
      at: fc.nat(80),
      text: fc.constantFrom(
        '',
        '"',
        ',',
        ':',
        '{',
        '}',
        '[',
        ']',
        '\\',
        '\n',
        '0',
        '-',
        'e',
        '.',
        't',
        '\u2028',
        '\0',
      ),
    }),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(fc.json(), edits, (json, changes) => {
      const text = changes.reduce(
        (current, { at, text: piece }) => current.slice(0, at) + piece + current.slice(at + 1),
        json,
      );
      return isJson(text) === (findSyntaxProblem(text) === null);
    }),
    { numRuns: 2_000 },
  );
});

await t.test('is not stopped by depth or length', async (t) => {
  t.equal(findSyntaxProblem('['.repeat(100_000) + ']'.repeat(100_000)), null);
  t.match(findSyntaxProblem('['.repeat(100_000)), { offset: 100_000 });
  t.equal(findSyntaxProblem(JSON.stringify('x'.repeat(2_000_000))), null);
});

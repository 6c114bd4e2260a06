import * as fc from 'fast-check';
import t from 'tap';
import { isScalar, parseDocument, stringify } from 'yaml';
import { offsetInText } from '../../src/config/yaml-offset.ts';

/** The scalar under `a`, and where a character of its value stands: `line:column`. */
function locate(text: string): { value: string; at: (index: number) => number } {
  const node: unknown = parseDocument(text).get('a', true);
  if (!isScalar(node)) throw new Error(text);
  const value = String(node.value);
  return { value, at: (index) => offsetInText(node, value, index, text) };
}

/** The text from where the first of a word of the value stands. */
function pointed(text: string, word: string): string {
  const { value, at } = locate(text);
  return text.slice(at(value.indexOf(word))).split('\n', 1)[0] ?? '';
}

void t.test('finds a character of a plain scalar, on one line and on several', async (t) => {
  t.equal(pointed('a: one two # two\n', 'two'), 'two # two');
  t.equal(pointed('a: one\n   two\n\n   three\n', 'three'), 'three');
});

void t.test('finds a character of a quoted scalar behind escapes', async (t) => {
  t.equal(pointed("a: 'it''s here'\n", 'here'), "here'");
  t.equal(pointed('a: "q\\"\\x41\\u00e9\\U0001F600\\n\\t x"\n', 'x'), 'x"');
  t.equal(pointed('a: "\\U0001F600x"\n', '😀'), '\\U0001F600x"');
  t.equal(pointed('a: "one \\\n   two\n\n   three"\n', 'three'), 'three"');
  t.equal(pointed('a: "C:\\\\x\\u0020y"\n', 'y'), 'y"');
});

void t.test('finds a character of a block, whatever its header and indentation', async (t) => {
  t.equal(pointed('a: |\n  one\n  two\n', 'two'), 'two');
  t.equal(pointed('a: |+2 # two\n    one\n  two\n\n', 'two'), 'two');
  t.equal(pointed('a: >-\n\n  one\n    two\n  three\nb: three\n', 'three'), 'three');
  t.equal(pointed('a: >\r\n  one\r\n  two\r\n', 'two').trimEnd(), 'two');
});

void t.test('counts from behind an anchor or a tag', async (t) => {
  t.equal(pointed('a: &x !!str one\n', 'ne'), 'ne');
});

void t.test('finds spaces within a line, and the end', async (t) => {
  const { value, at } = locate('a: "x  y"\n');
  t.same([0, 1, 2, 3, value.length].map(at), [4, 5, 6, 7, 8]);
  const folded = locate('a: x\n  y\n');
  t.same([0, 1, 2, 3].map(folded.at), [3, 4, 7, 8]);
  t.equal(locate('a: ""\n').at(0), 3);
});

const styles = fc.constantFrom(
  'PLAIN' as const,
  'QUOTE_SINGLE' as const,
  'QUOTE_DOUBLE' as const,
  'BLOCK_FOLDED' as const,
  'BLOCK_LITERAL' as const,
);
const letters = fc.constantFrom(...'ab{}$.:"\'\\ \n\t#é😀'.split(/(?:)/u));
const values = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));

void t.test('finds every character of any value in any style and width', async () => {
  fc.assert(
    fc.property(values, styles, fc.integer({ min: 20, max: 60 }), (written, style, lineWidth) => {
      const text = stringify({ a: written }, { defaultStringType: style, lineWidth });
      const { value, at } = locate(text);
      const escapes = new Map([
        ['\\"', '"'],
        ['\\\\', '\\'],
        ["''", "'"],
      ]);
      return value.split('').every((character, index) => {
        if (/[ \t\n]/.test(character)) return true;
        const offset = at(index);
        const two = text.slice(offset, offset + 2);
        return text.charAt(offset) === character || escapes.get(two) === character;
      });
    }),
    { numRuns: 1000 },
  );
});

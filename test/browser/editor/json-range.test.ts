import { jsonLanguage } from '@codemirror/lang-json';
import t from 'tap';
import { rangeOf } from '../../../src/browser/editor/json-range.ts';

function marked(text: string, pointer: string, what: 'key' | 'value' = 'value'): string {
  const { from, to } = rangeOf(jsonLanguage.parser.parse(text), text, pointer, what);
  return text.slice(from, to);
}

const text = '{"components": [{"a/b": "x", "~": [1, "two"]}, {"a/b": 3}]}';

await t.test('finds values and keys', async (t) => {
  t.equal(marked(text, '/components/0/a~1b'), '"x"');
  t.equal(marked(text, '/components/0/a~1b', 'key'), '"a/b"');
  t.equal(marked(text, '/components/0/~0/1'), '"two"');
  t.equal(marked(text, '/components/1/a~1b'), '3');
});

await t.test('marks the key of an object or a list, not all of it', async (t) => {
  t.equal(marked(text, '/components'), '"components"');
  t.equal(marked(text, '/components/0/~0'), '"~"');
  t.equal(marked(text, '/components/0'), '"a/b"', 'in a list, the first of its own');
  t.equal(marked('[[], {}]', '/1'), '{', 'which an empty one has not');
  t.equal(marked('[[]]', ''), '[');
});

await t.test('marks the nearest parent of what is not there', async (t) => {
  t.equal(marked(text, '/components/1/missing/deeper'), '"a/b"');
  t.equal(marked(text, '/components/9'), '"components"');
  t.equal(marked(text, '/components/1/a~1b/c'), '"a/b"');
});

await t.test('takes the last of a key that is there twice, as JSON.parse does', async (t) => {
  t.equal(marked('{"a": 1, "a": 2}', '/a'), '2');
});

await t.test('reads keys as JSON writes them', async (t) => {
  t.equal(marked(String.raw`{"\u0061\n": 1}`, '/a\n'), '1');
});

await t.test('bears what is no JSON', async (t) => {
  t.equal(marked('', '/a'), '');
  t.equal(marked('{"a" 1}', '/b'), '"a"');
  t.equal(marked('{"a": }', '/a'), '"a"');
});

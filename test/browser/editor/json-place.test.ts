import t from 'tap';
import { placeAt } from '../../../src/browser/editor/json-place.ts';
import type { JsonPlace } from '../../../src/browser/editor/json-place.ts';

/** The place of the bar in a text, and what would be replaced. */
function at(marked: string): (Omit<JsonPlace, 'from' | 'to'> & { replaced: string }) | null {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = placeAt(text, offset);
  if (place === null) return null;
  const { from, to, ...rest } = place;
  return { ...rest, replaced: text.slice(from, to) };
}

const value = { kind: 'value', otherKeys: [], hasColon: false, replaced: '' };
const key = { ...value, kind: 'key' };

await t.test('knows what is due in a text that ends', async (t) => {
  t.same(at('|'), { ...value, path: [] }, 'nothing there yet');
  t.same(at('[|'), { ...value, path: [0] });
  t.same(at('[{}, |'), { ...value, path: [1] });
  t.same(at('{|'), { ...key, path: [] });
  t.same(at('{"a": |'), { ...value, path: ['a'] });
  t.same(at('{"a": [1, {"b": {|'), { ...key, path: ['a', 1, 'b'] });
});

await t.test('knows what would be replaced', async (t) => {
  t.same(at('{"co|'), { ...key, path: [], replaced: '"co' }, 'a key that is not closed');
  t.same(at('{"co|": 1}'), { ...key, path: [], replaced: '"co"', hasColon: true });
  t.same(at('{"a": "|"}'), { ...value, path: ['a'], replaced: '""' });
  t.same(at('{"a": GR|}'), { ...value, path: ['a'], replaced: 'GR' }, 'without quotes');
  t.same(at('["a\\"|b"]'), { ...value, path: [0], replaced: '"a\\"b"' }, 'an escaped quote');
});

await t.test('knows the other keys of the object, in front and behind', async (t) => {
  t.same(at('{"a": {"x": 1}, |, "b": [{"y": 2}], "c": 3}'), {
    ...key,
    path: [],
    otherKeys: ['a', 'b', 'c'],
  });
  t.same(at('{"a": 1, "b|": 2}'), {
    ...key,
    path: [],
    otherKeys: ['a'],
    replaced: '"b"',
    hasColon: true,
  });
});

await t.test('knows where nothing may be written', async (t) => {
  t.equal(at('{"a"|'), null, 'a colon is due');
  t.equal(at('{"a": 1 |'), null, 'a comma is due');
  t.equal(at('[1 |]'), null);
  t.equal(at('[] |'), null, 'behind the end');
  t.equal(at('[] x|'), null);
  t.equal(at('1 |'), null);
});

await t.test('bears what is no JSON', async (t) => {
  t.equal(at('}}]|'), null);
  t.same(at('{"a": {"b": ]}|'), null);
  t.same(at('{, , |'), { ...key, path: [] });
});

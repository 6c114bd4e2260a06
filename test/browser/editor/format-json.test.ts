import * as fc from 'fast-check';
import t from 'tap';
import { formatJson } from '../../../src/browser/editor/format-json.ts';

await t.test('puts on one line what fits there', async (t) => {
  t.equal(
    formatJson({ key: 'a', components: [{ componentText: { text: 'x'.repeat(40) } }, {}, []] }),
    `{
  "key": "a",
  "components": [
    { "componentText": { "text": "${'x'.repeat(40)}" } },
    {},
    []
  ]
}`,
  );
  t.equal(formatJson(['x'.repeat(100)]), `[\n  "${'x'.repeat(100)}"\n]`);
  t.equal(formatJson(null), 'null');
});

await t.test('keeps lines within the width, the comma behind them too', async (t) => {
  const lines = formatJson(
    Array.from({ length: 90 }, (_, length) => ({ a: 'x'.repeat(length), b: 1 })),
  ).split('\n');
  const long = lines.filter((line) => line.length > 80);
  t.ok(long.every((line) => /^ {4}"a": "x+",$/.test(line)));
});

await t.test('is the same JSON', async () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      t.same(JSON.parse(formatJson(value)), JSON.parse(JSON.stringify(value)));
    }),
  );
});

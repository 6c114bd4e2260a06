import * as fc from 'fast-check';
import t from 'tap';
import { locate, positionAt } from '../../../src/cli/lint/json-position.ts';

const text = `{
  "a": 1,
  "list": [ "x", {"b/c": null, "~": [true]} ],
  "a": {"deep": "say \\"}]\\" "}
}`;

for (const [pointer, line, column] of [
  ['', 1, 1],
  ['/a', 4, 8],
  ['/a/deep', 4, 17],
  ['/list', 3, 11],
  ['/list/0', 3, 13],
  ['/list/1/b~1c', 3, 26],
  ['/list/1/~0/0', 3, 38],
  ['/list/7', 3, 11],
  ['/a/nope/deeper', 4, 8],
  ['/list/0/x', 3, 13],
] as const) {
  await t.test(`${pointer} is at ${line}:${column}`, async (t) => {
    t.strictSame(locate(text, pointer), { line, column });
  });
}

await t.test('a key stands before its value', async (t) => {
  t.strictSame(locate(text, '/list', 'key'), { line: 3, column: 3 });
  t.strictSame(locate(text, '/list/1/b~1c', 'key'), { line: 3, column: 19 });
  t.strictSame(locate(text, '/list/0', 'key'), { line: 3, column: 13 });
});

await t.test('lines end in any way', async (t) => {
  t.strictSame(positionAt('a\r\nb\rc\nd', 7), { line: 4, column: 1 });
});

/** RFC 6901 pointers of everything in a value, with what is there. */
function placesIn(value: unknown, pointer = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[pointer, value]];
  const below = Object.entries(value).flatMap(([name, inner]) =>
    placesIn(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [[pointer, value], ...below];
}

await t.test('finds every place of every JSON, however it is laid out', async () => {
  const indents = fc.constantFrom('', '  ', '\t');
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), indents, (value, indent) => {
      const json = JSON.stringify(value, null, indent);
      const parsed: unknown = JSON.parse(json);
      return placesIn(parsed).every(([pointer, inner]) => {
        const { line, column } = locate(json, pointer);
        const rest = json
          .split('\n')
          .slice(line - 1)
          .join('\n')
          .slice(column - 1);
        const start =
          typeof inner === 'object' && inner !== null
            ? Array.isArray(inner)
              ? '['
              : '{'
            : JSON.stringify(inner);
        return rest.startsWith(start);
      });
    }),
  );
});

await t.test('depth is no obstacle', async (t) => {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  t.strictSame(locate(`{"x": ${deep}, "y": 1}`, '/y'), { line: 1, column: 100_014 });
});

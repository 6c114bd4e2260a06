import t from 'tap';
import { createLines } from '../../src/config/lines.ts';
import { createSource } from '../../src/config/source.ts';

void t.test('counts lines and columns from 1', async (t) => {
  const { placeOf } = createLines('ab\nc\r\n\nd');
  const places = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(placeOf);
  t.same(
    places.map(({ line, column }) => `${line}:${column}`),
    ['1:1', '1:2', '1:3', '2:1', '2:2', '2:3', '3:1', '4:1', '4:2'],
  );
});

void t.test('takes what is behind the end for the end', async (t) => {
  t.same(createLines('a\n').placeOf(99), { line: 2, column: 1 });
  t.same(createLines('').placeOf(1), { line: 1, column: 1 });
});

void t.test('tells places below a text of several lines', async (t) => {
  const text = 'a: [one\n  two,\n  "three\n\n  four"]\nb: { c: five\n  six }\nd: 1\n';
  const values = { env: {}, readText: async () => ({ ok: false as const, code: 'ENOENT' }) };
  const { problem } = await createSource('x', text, values);
  t.match(problem(['a', 1], ''), { line: 3, column: 3 });
  t.match(problem(['d'], ''), { line: 8, column: 4 });
});

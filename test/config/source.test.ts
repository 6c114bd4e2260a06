import t from 'tap';
import { createSource } from '../../src/config/source.ts';

const values = {
  env: { A: 'alpha', PORT: '80' },
  readText: () => Promise.resolve({ ok: false as const, code: 'ENOENT' }),
};
const source = (text: string) => createSource('x.yaml', text, values);

const text = `base: &base
  one: \${A}
  two: [1, 2]
more:
  <<: [*base, { three: 3 }]
  four: { <<: *base, one: 1 }
  five: *base
  six:
`;

void t.test('points at the value or at the key that leads to it', async (t) => {
  const { problem } = await source(text);
  t.match(problem(['base', 'one'], ''), { line: 2, column: 8 });
  t.match(problem(['base', 'one'], '', { at: 'key' }), { line: 2, column: 3 });
  t.match(problem(['base', 'two', 1], ''), { line: 3, column: 12 });
  t.match(problem(['base', 'two', 1], '', { at: 'key' }), { line: 3, column: 3 });
});

void t.test('points through aliases and merge keys', async (t) => {
  const { problem } = await source(text);
  t.match(problem(['more', 'one'], ''), { line: 2, column: 8 });
  t.match(problem(['more', 'three'], ''), { line: 5, column: 24 });
  t.match(problem(['more', 'four', 'one'], ''), { line: 6, column: 27 });
  t.match(problem(['more', 'four', 'two', 0], ''), { line: 3, column: 9 });
  t.match(problem(['more', 'five'], ''), { line: 7, column: 9 });
  t.match(problem(['more', 'five', 'one'], ''), { line: 2, column: 8 });
});

void t.test('points at the nearest thing there is for what is missing', async (t) => {
  const { problem } = await source(text);
  t.match(problem(['none', 'x'], ''), { line: 1, column: 1, path: 'none.x' });
  t.match(problem(['base', 'none'], ''), { line: 1, column: 1 });
  t.match(problem(['base', 'two', 7], ''), { line: 3, column: 8 });
  t.match(problem(['base', 'one', 'x'], ''), { line: 2, column: 8 });
  t.match(problem(['more', 'six'], ''), { line: 8 });
});

void t.test('points into a document without content', async (t) => {
  const { problem, data } = await source('# nothing\n');
  t.equal(data, null);
  t.match(problem(['x'], ''), { line: 1, column: 1 });
});

void t.test('fills placeholders in through aliases as well', async (t) => {
  t.match((await source(text)).data, {
    base: { one: 'alpha' },
    more: { one: 'alpha', five: { one: 'alpha' } },
  });
});

void t.test('knows what has no value, wherever it is reached from', async (t) => {
  const { isUnresolved, problems } = await source('a: &a ${NONE}\nb: *a\nc: [x, "${NONE}"]\n');
  t.same(
    problems.map(({ path }) => path),
    ['a', 'c[1]'],
  );
  t.ok(isUnresolved(['a']));
  t.ok(isUnresolved(['b']));
  t.ok(isUnresolved(['c', 1]));
  t.notOk(isUnresolved(['c', 0]));
  t.notOk(isUnresolved(['d']));
});

void t.test('retypes plain placeholders only, and only where asked', async (t) => {
  const { retype } = await source(
    'a: ${PORT}\nb: ${PORT}\nc: "${PORT}"\nd: ${A}\ne: 1${PORT}\nf: ${NONE}\ng: !!str ${PORT}\n',
  );
  t.same(retype([['a'], ['c'], ['d'], ['e'], ['f'], ['g'], ['none']]), {
    a: 80,
    b: '80',
    c: '80',
    d: 'alpha',
    e: '180',
    f: '${NONE}',
    g: '80',
  });
});

void t.test('has no data for what cannot be resolved', async (t) => {
  for (const broken of ['<<: 5\n', 'a: &a { <<: *a }\n', 'a: *b\n', 'a: "\n']) {
    const { data, problems } = await source(broken);
    t.equal(data, undefined, broken);
    t.equal(problems.length, 1, broken);
  }
});

void t.test('points into a value or a key, in front of and behind a placeholder', async (t) => {
  const { problem } = await source('a: "x ${A} y"\nb: |\n  one\n  two ${A} three\nq c: z\n');
  t.match(problem(['a'], '', { index: 0 }), { line: 1, column: 5 });
  t.match(problem(['a'], '', { index: 4 }), { line: 1, column: 7 });
  t.match(problem(['a'], '', { index: 'x alpha '.length }), { line: 1, column: 12 });
  t.match(problem(['b'], '', { index: 'one\ntwo alpha t'.length }), { line: 4, column: 13 });
  t.match(problem(['q c'], '', { at: 'key', index: 2 }), { line: 5, column: 3 });
  t.match(problem([], '', { index: 3 }), { line: 1, column: 1 });
});

void t.test('points into what an alias stands for', async (t) => {
  const { problem } = await source('a: &x one two\nb: *x\n');
  t.match(problem(['b'], '', { index: 4 }), { line: 1, column: 11 });
});

void t.test('what may be absent is unresolved and no problem', async (t) => {
  const text = 'a: ${NONE}\nb: ${file:/none} ${NONE}\nc: ${A}\nd: "${NONE:-}"\n';
  const { problems, isUnresolved } = await createSource('x', text, {
    ...values,
    maybeAbsent: true,
  });
  t.same(problems, []);
  t.same(
    ['a', 'b', 'c', 'd'].map((name) => isUnresolved([name])),
    [true, true, false, false],
  );
  const malformed = await createSource('x', 'a: ${NONE} ${}\n', { ...values, maybeAbsent: true });
  t.match(malformed.problems, [{ line: 1, column: 12, message: /^malformed/ }]);
});

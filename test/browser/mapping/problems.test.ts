import t from 'tap';
import { problemsIn } from '../../../src/browser/mapping/problems.ts';

const problem = {
  source: 'yaml',
  path: '',
  severity: 'error',
  line: 2,
  column: 3,
  length: 4,
  message: 'unknown field; did you mean title?',
} as const;

await t.test('marks places by line and column', async (t) => {
  const text = 'ab\n  titl: x\n';
  t.same(problemsIn(text, 'yaml', [problem]), [
    {
      from: 5,
      to: 9,
      severity: 'error',
      message: 'Unknown field; did you mean title?',
      fix: '',
      replacement: 'title',
    },
  ]);
});

await t.test('sorts them, and leaves those of the other text out', async (t) => {
  const first = { ...problem, line: 1, column: 1, length: 1, message: 'expected a number' };
  const other = { ...problem, source: 'response' } as const;
  const found = problemsIn('ab\ncdefg\n', 'yaml', [problem, other, first]);
  t.same(
    found.map(({ from }) => from),
    [0, 5],
  );
  t.match(found[0], { message: 'Expected a number.', replacement: null });
  t.equal(problemsIn('ab\ncdefg\n', 'response', [problem, other]).length, 1);
});

await t.test('stays within the text', async (t) => {
  const [beyond] = problemsIn('ab', 'yaml', [{ ...problem, line: 9 }]);
  t.match(beyond, { from: 2, to: 2 });
});

import t from 'tap';
import { formatPath, formatPlace, formatProblems, parsePath } from '../../src/config/problem.ts';

const usage = {
  file: 'upstreams/billing.yaml',
  path: 'cards.usage',
  message: 'expected X',
  line: 7,
  column: 3,
};
const url = {
  file: 'upstreams/billing.yaml',
  path: 'url',
  message: 'expected Y',
  line: 12,
  column: 1,
};
const missing = { file: 'gateway.yaml', path: '', message: 'cannot be read' };

void t.test('formats paths with dots, brackets and, where needed, quotes', async (t) => {
  t.equal(formatPath([]), '');
  t.equal(formatPath(['auth', 'headers', 0, 'value']), 'auth.headers[0].value');
  t.equal(formatPath(['headers', 'x.y', 'z']), 'headers["x.y"].z');
  t.equal(formatPath(['a b']), '["a b"]');
});

void t.test('reads a path that it has written', async (t) => {
  for (const path of [[], ['a', 0, 'b-c', 12], ['x.y', 'a b', 'q"\\]', ''], [3, '7']])
    t.strictSame(parsePath(formatPath(path)), path);
});

void t.test('formats one block a file with aligned messages', async (t) => {
  t.equal(
    formatProblems([missing, usage, url]),
    [
      'gateway.yaml  cannot be read\n',
      '\n',
      'upstreams/billing.yaml:7:3  cards.usage  expected X\n',
      'upstreams/billing.yaml:12:1  url         expected Y\n',
    ].join(''),
  );
});

void t.test('puts the directory before the file names', async (t) => {
  t.equal(formatPlace(usage, 'config/'), 'config/upstreams/billing.yaml:7:3');
  t.match(formatProblems([missing], '/etc/cards'), /^\/etc\/cards\/gateway\.yaml {2}/);
});

void t.test('does not let a key steer the terminal', async (t) => {
  const text = formatProblems([{ ...url, path: 'a\u001b[2J\u009b1m\u202e\nb' }]);
  t.match(text, / {2}a\?\[2J\?1m\?\?b /);
});

void t.test('formats no problems as nothing', async (t) => {
  t.equal(formatProblems([]), '');
});

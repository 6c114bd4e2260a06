import t from 'tap';
import { interpolate, isPlaceholder } from '../../src/config/interpolate.ts';
import type { ReadResult } from '../../src/config/files.ts';

const files = new Map<string, ReadResult<string>>([
  ['/run/token', { ok: true, value: 's3cret\n' }],
  ['/run/two-lines', { ok: true, value: 'a\r\n\r\n' }],
  ['/run/empty', { ok: true, value: '\n' }],
]);
const missing: ReadResult<string> = { ok: false, code: 'ENOENT' };
const values = {
  env: { TOKEN: 'abc', EMPTY: '', NESTED: '${TOKEN}', UNSET: undefined },
  readText: (path: string) => Promise.resolve(files.get(path) ?? missing),
};

const filled = async (text: string) => {
  const result = await interpolate(text, values);
  return result.ok ? result.text : result.mistakes.map(({ message }) => message);
};

void t.test('fills in variables wherever they stand', async (t) => {
  t.equal(await filled('Bearer ${TOKEN}'), 'Bearer abc');
  t.equal(await filled('${TOKEN}-${TOKEN}/x'), 'abc-abc/x');
  t.equal(
    await filled('no placeholder, $5, {TOKEN}, $TOKEN'),
    'no placeholder, $5, {TOKEN}, $TOKEN',
  );
});

void t.test('takes the default when a variable is unset or empty, and only then', async (t) => {
  t.equal(await filled('${UNSET:-http://127.0.0.1:8091}/cards'), 'http://127.0.0.1:8091/cards');
  t.equal(await filled('${EMPTY:-x}'), 'x');
  t.equal(await filled('${TOKEN:-x}'), 'abc');
  t.equal(await filled('[${NONE:-}]'), '[]');
});

void t.test('reads files without one trailing newline', async (t) => {
  t.equal(await filled('Bearer ${file:/run/token}'), 'Bearer s3cret');
  t.equal(await filled('${file:/run/two-lines}'), 'a\r\n');
});

void t.test('leaves an escaped placeholder literal', async (t) => {
  t.equal(await filled('$${TOKEN} ${TOKEN}'), '${TOKEN} abc');
});

void t.test('does not search values for placeholders', async (t) => {
  t.equal(await filled('${NESTED}'), '${TOKEN}');
});

void t.test('names each variable that is unset or empty', async (t) => {
  t.same(await filled('${UNSET} ${TOKEN} ${EMPTY}'), [
    "UNSET is not set; set it in the gateway's environment",
    "EMPTY is empty; give it a value in the gateway's environment",
  ]);
});

void t.test('does not take what every object inherits for a variable', async (t) => {
  t.match(await filled('${constructor}'), ['constructor is not set']);
  t.match(await filled('${__proto__}'), ['__proto__ is not set']);
});

void t.test('names files that are unreadable or empty', async (t) => {
  t.same(await filled('${file:/run/none}${file:/run/empty}'), [
    '/run/none cannot be read (ENOENT); mount the file or correct the path',
    '/run/empty is empty; write the value into it',
  ]);
});

void t.test('refuses malformed placeholders without quoting them', async (t) => {
  for (const text of [
    '${',
    '${}',
    '${TOKEN',
    '${1X}',
    '${A-b}',
    '${A:-${B}}',
    '${file:}',
    'pa${ss word}',
  ]) {
    const messages = await filled(text);
    t.match(messages, [/^malformed placeholder; expected \$\{VAR\}/], text);
  }
});

void t.test('knows a text that is one placeholder and nothing else', async (t) => {
  t.ok(isPlaceholder('${PORT:-8080}'));
  t.notOk(isPlaceholder('${A}${B}'));
  t.notOk(isPlaceholder('1${A}'));
  t.notOk(isPlaceholder('$${A}'));
});

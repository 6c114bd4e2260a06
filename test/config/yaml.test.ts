import t from 'tap';
import { parseNumberOrBoolean, parseYaml, toData } from '../../src/config/yaml.ts';

/** `line:column path: message` of each problem. */
function told(text: string): string[] {
  const { lines, problems } = parseYaml(text);
  return problems.map(({ path, message, offset }) => {
    const { line, column } = lines.placeOf(offset);
    return `${line}:${column} ${path.join('.')}: ${message}`;
  });
}

const data = (text: string) => toData(parseYaml(text).document);

void t.test('reads the YAML 1.2 core schema', async (t) => {
  t.same(data('a: 012\nb: yes\nc: true\nd: 0x10\ne: ~\nf: 2026-01-01\ng: !!str 5\n'), {
    a: 12,
    b: 'yes',
    c: true,
    d: 16,
    e: null,
    f: '2026-01-01',
    g: '5',
  });
  t.same(data('%YAML 1.1\n---\na: yes\n'), { a: 'yes' });
});

void t.test('resolves anchors and merge keys', async (t) => {
  const text = 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }\nc: [*a]\n';
  t.same(told(text), []);
  t.same(data(text), { a: { x: 1 }, b: { x: 1, y: 2 }, c: [{ x: 1 }] });
});

void t.test('tells a syntax error with line and column, once a line', async (t) => {
  t.same(told('a: 1\nb: "x\n'), [
    '2:4 : nothing closes this; expected its closing quote or bracket',
  ]);
  t.match(told('a:\n\t b: 1\n'), ['2:1 : a tab; indent with spaces']);
  t.equal(told('a: ] ] ]\n').length, 1);
  t.notOk(parseYaml('a: "x').usable);
});

void t.test('says what a syntax error is most likely about, and points there', async (t) => {
  const unclosed = 'nothing closes this; expected its closing quote or bracket';
  const first = (text: string) => told(text)[0]?.replace(' :', '');
  t.equal(first('a: b: c\n'), '1:5 a text with a colon and a space in it is put in quotes');
  t.equal(first('a: 1\n  b: 2\n'), '2:3 not expected below the value above; check the indentation');
  t.equal(
    first('a:\n- b: 1\n  - c: 2\n'),
    '3:3 not expected below the value above; check the indentation',
  );
  t.equal(
    first('a:\n  b:\n    c: 1\n   d: 2\n'),
    '4:4 not in line with what stands above; check the indentation',
  );
  t.equal(first('a: { b: "x }\nc: 1\n'), `1:9 ${unclosed}`);
  t.equal(first('a: [1, { b: 2 ]\n'), `1:8 ${unclosed}`);
  t.equal(first("a: 'x"), `1:4 ${unclosed}`);
  t.equal(
    first('a:b\nc: 1\n'),
    '1:1 expected a field, as in `name: value`, with a space behind the colon',
  );
  t.equal(first('a: `x`\n'), '1:4 a text that begins with this character is put in quotes');
  t.equal(first('a: "x" y\n'), '1:8 unexpected text; check the indentation, quotes and brackets');
  t.equal(first('a: {{ x }}\n'), '1:4 a: a text that begins with {{ is put in quotes');
  t.match(first('a: #{{ x }}\n'), /^1:4 a: from here on it is a comment/);
  t.equal(
    first('a: x #{{ x }}\n'),
    '1:6 a: from here on it is a comment; a text with a space and # in it is put in quotes',
  );
  t.equal(first('a: *\n'), '1:4 invalid YAML: Alias cannot be an empty string');
  t.equal(told('a: *\n').length, 1);
});

void t.test('hints at a placeholder that breaks a flow mapping', async (t) => {
  t.same(told('x: 1\nlisten: { port: ${PORT} }\n').slice(0, 1), [
    '2:17 : inside { } or [ ] a placeholder must be quoted',
  ]);
});

void t.test('never quotes the text in a syntax error', async (t) => {
  const mistakes = [
    'a: [x] s3cret',
    'a: >s3cret\n b',
    'a: "\\s3cret"',
    'a: { s3cret',
    '%s3cret\n---\na: 1',
    'a: "x" s3cret: y',
    's3cret\na: 1',
  ];
  for (const text of mistakes) {
    t.not(told(text).length, 0, text);
    t.notMatch(told(text).join('\n'), 's3cret', text);
  }
});

void t.test('tells every duplicate key with its path and goes on', async (t) => {
  const text = 'a: 1\nb:\n  - { c: 1, c: 2 }\na: 3\n';
  t.same(told(text), [
    '3:13 b.0.c: the same key as in line 3; remove or rename one of the two',
    '4:1 a: the same key as in line 1; remove or rename one of the two',
  ]);
  t.ok(parseYaml(text).usable);
});

void t.test('refuses tags, known to YAML or not', async (t) => {
  const message = 'tags are not supported; remove what starts with !';
  t.same(told('a: !env TOKEN\n'), [`1:4 : ${message}`]);
  t.same(told('a: { b: !!binary aGk= }\n'), [`1:18 a.b: ${message}`]);
  t.same(
    told('a: !!set { x }\n').map((line) => line.replace(/^\S+ \S+ /, '')),
    [message],
  );
  t.same(told('a: !e!foo x\n'), [`1:4 : ${message}`]);
});

void t.test('refuses a second document', async (t) => {
  t.same(told('a: 1\n---\nb: 2\n'), [
    '2:1 : expected one document; remove the --- line and what follows',
  ]);
});

void t.test('refuses __proto__ as a key, and takes it out', async (t) => {
  const text = 'cards:\n  __proto__: {}\n  usage: {}\n';
  t.same(told(text), ['2:3 cards.__proto__: __proto__ cannot be used as a name; choose another']);
});

void t.test('refuses keys that are no plain names', async (t) => {
  const message = 'expected a name here, without anchor, alias or brackets';
  t.same(told('? [a]\n: 1\n'), [`1:3 : ${message}`]);
  t.same(told('a: &a x\n*a : 1\n'), [`2:1 : ${message}`]);
  t.same(told('&a b: 1\n'), [`1:4 b: ${message}`]);
});

void t.test('tells an alias without an anchor above it', async (t) => {
  t.same(told('a: 1\nb: [*x]\nc: &x 1\n'), [
    '2:5 b.0: unknown alias; its anchor has to stand above it',
  ]);
});

void t.test('gives no data for alias bombs and wrong merges', async (t) => {
  const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`);
  const merges = Array.from(
    { length: 40 },
    (_, i) => `a${i + 1}: &a${i + 1} { <<: [*a${i}, *a${i}] }\n`,
  );
  t.equal(data(`a0: &a0 { x: 1 }\n${levels.join('')}`), undefined);
  t.equal(data(`a0: &a0 { x: 1 }\n${merges.join('')}`), undefined);
  t.equal(data('<<: 5\n'), undefined);
});

void t.test('reads numbers and booleans, and nothing else, out of a text', async (t) => {
  t.equal(parseNumberOrBoolean('8080'), 8080);
  t.equal(parseNumberOrBoolean('-1.5e3'), -1500);
  t.equal(parseNumberOrBoolean('true'), true);
  for (const text of [
    '',
    'abc',
    'null',
    '8080 # x',
    '"5"',
    '!!int 5',
    '- 5',
    '---',
    '5\n',
    '[5]',
    'a: 5',
  ]) {
    t.equal(parseNumberOrBoolean(text), undefined, text);
  }
});

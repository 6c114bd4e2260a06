import { assert, constantFrom, property, string } from 'fast-check';
import t from 'tap';
import { findRegexProblem, LinearRegExp } from '../../src/mapping/regex-engine.ts';

/** All matches, as JSONata collects them: each from where the last one ended. */
function matchesOf(engine: LinearRegExp | RegExp, text: string): unknown[] {
  const matches: unknown[] = [];
  for (let match = engine.exec(text); match !== null; match = engine.exec(text)) {
    matches.push([match.index, ...match]);
    if (engine.lastIndex === match.index || matches.length > 100) break;
  }
  return matches;
}

/** As JSONata writes its literals. */
function literal({ source, flags }: RegExp): RegExp {
  return new RegExp(source, `${flags}g`);
}

void t.test('finds what a RegExp finds', async (t) => {
  const texts = [
    '',
    'abc',
    'a1b22c333',
    'AbC\nabc',
    'x@y.com, a.b@c.org',
    'äöü 😀 ß',
    '2026-11-14T09:30',
  ];
  for (const pattern of [
    /a/,
    /[0-9]+/,
    /([a-z])([0-9]+)?/,
    /(?<year>\d{4})-(?<month>\d\d)/,
    /^abc/m,
    /^abc$/i,
    /b$/m,
    /\bc/,
    /(a)|(b)|(c)/,
    /([\w.]+)@([\w.]+)/,
    /a*?b/,
    /[^a-z]+/,
    /\//,
    /\u00e4|\x62/,
    /😀/,
    /x?/,
  ]) {
    for (const text of texts)
      t.same(
        matchesOf(new LinearRegExp(literal(pattern)), text),
        matchesOf(literal(pattern), text),
        `${pattern} in ${JSON.stringify(text)}`,
      );
  }
});

void t.test('takes a character above the first plane for one', async (t) => {
  t.equal(new LinearRegExp(/a.c/g).exec('a😀c')?.[0], 'a😀c');
});

void t.test('begins where lastIndex says, and says where to go on', async (t) => {
  const engine = new LinearRegExp(/a(.)/g);
  engine.lastIndex = 1;
  t.same(engine.exec('abac'), Object.assign(['ac', 'c'], { index: 2 }));
  t.equal(engine.lastIndex, 4);
  t.equal(engine.exec('abac'), null);
  t.equal(engine.lastIndex, 0, 'from the beginning again');
  engine.lastIndex = 9;
  t.equal(engine.exec('abac'), null, 'behind the end');
});

void t.test('has undefined for a group that took no part', async (t) => {
  t.strictSame([...(new LinearRegExp(/(a)|(b)/g).exec('b') ?? [])], ['b', undefined, 'b']);
});

void t.test('a line begins only at its beginning, wherever the search does', async (t) => {
  const engine = new LinearRegExp(/^a/g);
  engine.lastIndex = 1;
  t.equal(engine.exec('aa'), null);
});

void t.test('refuses what needs backtracking, with the place of it', async (t) => {
  const offsets = [
    [/x(?=y)/, 1],
    [/(x)\1/, 3],
    [/(?<n>x)\k<n>/, 7],
    [/xy(?<!a)/, 2],
  ] as const;
  for (const [pattern, offset] of offsets) {
    t.equal(findRegexProblem(pattern)?.offset, offset, String(pattern));
    t.throws(() => new LinearRegExp(pattern));
  }
  t.equal(findRegexProblem(/a+/), undefined);
});

void t.test('refuses a text that is too long for the pattern', async (t) => {
  t.throws(() => new LinearRegExp(/(a+)+$/g).exec('a'.repeat(20_000)), {
    message: 'gave a regular expression too long a text',
  });
  t.throws(() => new LinearRegExp(/a/g).exec(5));
});

void t.test('finds what a RegExp finds, whatever the text', async () => {
  const patterns = [/[a-c]+/, /(a|bc)*d?/, /a.c/, /\w+\s?/, /[^,]*,/];
  assert(
    property(
      constantFrom(...patterns),
      string({ unit: constantFrom(...Array.from('abcd ,\n')) }),
      (pattern, text) => {
        const own = JSON.stringify(matchesOf(new LinearRegExp(literal(pattern)), text));
        const plain = JSON.stringify(matchesOf(literal(pattern), text));
        return own === plain;
      },
    ),
  );
});

import * as fc from 'fast-check';
import t from 'tap';
import { queryLanguages, quoteFor } from '../../src/mapping/quotes.ts';
import type { QueryLanguage } from '../../src/mapping/quotes.ts';

/** What a reader of the language takes a literal at the beginning of the text for, and what it finds behind it. */
interface Read {
  readonly value: string;
  readonly rest: string;
}

/** A reader of its own for each language, after its documentation; undefined where no literal begins, or none ends. */
const readers: Readonly<Record<QueryLanguage, (text: string) => Read | undefined>> = {
  stripe: (text) => readEscaped(text, '"', { '"': '"' }, false),
  sentry: (text) => readEscaped(text, '"', { '"': '"', '*': '*' }, false),
  odata: readDoubled,
  soql: (text) => readEscaped(text, "'", { "'": "'", '\\': '\\', n: '\n', t: '\t' }, true),
  jql: (text) => readEscaped(text, '"', { '"': '"', "'": "'", '\\': '\\', n: '\n' }, true),
  lucene: (text) => readEscaped(text, '"', undefined, true),
};

/** `escapes` undefined: a backslash makes any character literal. */
function readEscaped(
  text: string,
  quote: string,
  escapes: Readonly<Record<string, string>> | undefined,
  isStrict: boolean,
): Read | undefined {
  if (!text.startsWith(quote)) return undefined;
  let value = '';
  for (let index = 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === quote) return { value, rest: text.slice(index + 1) };
    if (character !== '\\') value += character;
    else {
      index += 1;
      const escaped = text.charAt(index);
      const known = escapes === undefined ? escaped : escapes[escaped];
      if (known === undefined && isStrict) return undefined;
      value += known ?? `\\${escaped}`;
    }
  }
  return undefined;
}

function readDoubled(text: string): Read | undefined {
  const [literal, inside] = /^'((?:[^']|'')*)'/.exec(text) ?? [];
  if (literal === undefined || inside === undefined) return undefined;
  return { value: inside.replaceAll("''", "'"), rest: text.slice(literal.length) };
}

/** What addresses are made of that want to be more than a value. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '"',
      "'",
      '\\',
      '*',
      ' OR ',
      ' AND ',
      '(',
      ')',
      '\n',
      '\0',
      '“',
      '”',
      '’',
      '＂',
      '＇',
      'ʼ',
      '＊',
    ),
    fc.constantFrom(
      '@',
      'a',
      '.',
      '%',
      '_',
      '~',
      ':',
      '\\u0027',
      '\\"',
      "\\'",
      '--',
      '/*',
      '\u2028',
      '\u202e',
    ),
    fc.string({ unit: 'grapheme', maxLength: 2 }),
  ),
});

void t.test('a quoted value reads back as itself, and nothing else does', async () => {
  for (const language of queryLanguages)
    fc.assert(
      fc.property(hostile, hostile, (value, behind) => {
        const literal = quoteFor(language, value);
        if (literal === undefined) return true;
        const read = readers[language](`${literal} ${behind}`);
        return read?.value === value && read.rest === ` ${behind}`;
      }),
      { numRuns: 500 },
    );
});

void t.test('has no wildcard in it that the language would read', async () => {
  fc.assert(
    fc.property(hostile, (value) => {
      const literal = quoteFor('sentry', value);
      return literal === undefined || !/(?<!\\)\*/.test(literal);
    }),
    { numRuns: 500 },
  );
});

void t.test('writes each language its own way', async (t) => {
  const value = `O'Neil "x"*`;
  const literals: Readonly<Record<QueryLanguage, string>> = {
    stripe: String.raw`"O'Neil \"x\"*"`,
    sentry: String.raw`"O'Neil \"x\"\*"`,
    odata: `'O''Neil "x"*'`,
    soql: String.raw`'O\'Neil "x"*'`,
    jql: String.raw`"O'Neil \"x\"*"`,
    lucene: String.raw`"O'Neil \"x\"*"`,
  };
  for (const language of queryLanguages) t.equal(quoteFor(language, value), literals[language]);
});

void t.test('has no literal for what the language can not say', async (t) => {
  for (const language of queryLanguages) {
    t.equal(quoteFor(language, 'a\nb'), undefined, language);
    t.equal(quoteFor(language, 'a\0b'), undefined, language);
  }
  t.equal(quoteFor('stripe', 'a\\b'), undefined);
  t.equal(quoteFor('sentry', 'a\\b'), undefined);
  t.equal(quoteFor('odata', 'a\\b'), "'a\\b'");
  t.equal(quoteFor('soql', 'a\\b'), String.raw`'a\\b'`);
});

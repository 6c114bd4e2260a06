import { assert, constantFrom, property, string } from 'fast-check';
import t from 'tap';
import { parseQuery } from '../../src/demo/sentry-query.ts';
import { emailTerm } from '../../src/fan-out/adapters/sentry-query.ts';

const ada = 'ada@example.com';

/** Whether a query of one term under `key` matches `value`. */
function isHit(query: string, key: string, value: string): boolean {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(parsed.detail);
  const [term, ...rest] = parsed.terms;
  return rest.length === 0 && term?.key === key && term.matches(value) !== term.isNegated;
}

await t.test('an empty query has no terms', async (t) => {
  t.strictSame(parseQuery(''), { ok: true, terms: [] });
  t.strictSame(parseQuery('  '), { ok: true, terms: [] });
});

await t.test('a value is read with and without quotes', async (t) => {
  t.ok(isHit(`user.email:${ada}`, 'user.email', ada));
  t.ok(isHit(`user.email:"${ada}"`, 'user.email', ada));
  t.notOk(isHit(`user.email:"${ada}"`, 'user.email', 'bob@example.com'));
  t.ok(isHit(`!user.email:"${ada}"`, 'user.email', 'bob@example.com'));
});

await t.test('a value without a wildcard is exact, case included', async (t) => {
  t.notOk(isHit('user.email:ADA@example.com', 'user.email', ada));
  t.notOk(isHit('user.email:da@example.com', 'user.email', ada));
});

await t.test('a quote inside quotes is written with a backslash', async (t) => {
  t.ok(isHit(String.raw`user.email:"\"a b\"@example.com"`, 'user.email', '"a b"@example.com'));
});

await t.test('an asterisk is a wildcard, in quotes too, unless it is escaped', async (t) => {
  t.ok(isHit('user.email:"*@example.com"', 'user.email', ada));
  t.ok(isHit('user.email:a*a@*.COM', 'user.email', ada));
  t.notOk(isHit('user.email:a*x*m', 'user.email', 'a@y.com'));
  t.notOk(isHit('user.email:b*', 'user.email', ada));
  t.notOk(isHit('user.email:ab*ba', 'user.email', 'aba'));
  t.notOk(isHit(String.raw`user.email:"\*@example.com"`, 'user.email', ada));
  t.ok(isHit(String.raw`user.email:"\*@example.com"`, 'user.email', '*@example.com'));
  t.ok(isHit(String.raw`user.email:"\**"`, 'user.email', '*@example.com'));
});

await t.test('several terms stand beside each other', async (t) => {
  const parsed = parseQuery(`is:unresolved  user.email:"${ada}" level:error some words "a phrase"`);
  t.match(parsed, { ok: true });
  t.strictSame(parsed.ok && parsed.terms.map(({ key }) => key), [
    'is',
    'user.email',
    'level',
    'message',
    'message',
    'message',
  ]);
});

await t.test('free text is contained, in any case', async (t) => {
  t.ok(isHit('TIMED', 'message', 'Upload timed out'));
  t.ok(isHit('"timed out"', 'message', 'Upload timed out'));
  t.notOk(isHit('declined', 'message', 'Upload timed out'));
});

await t.test('archived is another word for ignored', async (t) => {
  t.ok(isHit('is:archived', 'is', 'ignored'));
  t.ok(isHit('is:"ignored"', 'is', 'ignored'));
});

await t.test('what Sentry refuses is refused in its words', async (t) => {
  const refused = (query: string, words: string) =>
    t.match(parseQuery(query), { ok: false, detail: `Error parsing search query: ${words}` });
  refused('is:open', `Invalid value for "is" search, valid values are ['archived'`);
  refused('user.email:', "Empty string after 'user.email:'");
  refused('user.email:"open', `Invalid quote at '"open': quotes must enclose text`);
  refused(String.raw`user.email:"a\"`, 'Invalid quote at');
  refused('user.email:a"b', 'Invalid quote at');
  refused('a OR b', 'Boolean statements containing "OR" or "AND"');
  refused('a and', 'Boolean statements');
  refused('(is:unresolved', "Parse error at '(is:u' (column 1)");
  refused('a)', "Parse error at 'a)' (column 2)");
  refused('a\nb', 'Parse error');
});

await t.test('a word that begins like an operator is no operator', async (t) => {
  t.ok(isHit('order', 'message', 'order 7'));
  t.ok(isHit('order:7', 'order', '7'));
});

await t.test("the gateway's e-mail term matches that address and no other", async () => {
  const address = string({
    unit: constantFrom('a', 'b', '"', '*', '(', ')', ' ', ':', '@', '[', ','),
  });
  assert(
    property(address, address, (email, other) => {
      const term = emailTerm(email);
      if (term === null) return email.trim() === '';
      return (
        isHit(term, 'user.email', email) && isHit(term, 'user.email', other) === (email === other)
      );
    }),
    { numRuns: 500 },
  );
});

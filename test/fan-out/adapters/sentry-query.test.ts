import * as fc from 'fast-check';
import t from 'tap';
import { emailTerm } from '../../../src/fan-out/adapters/sentry-query.ts';

void t.test('quotes an address as it is, case and all', (t) => {
  t.equal(emailTerm('Ada@Example.com'), 'user.email:"Ada@Example.com"');
  t.equal(emailTerm("o'brien+x@example.com"), `user.email:"o'brien+x@example.com"`);
  t.equal(emailTerm('zo\u00eb@example.com'), 'user.email:"zo\u00eb@example.com"');
  t.end();
});

void t.test('an address cannot end the quotes, and its asterisk is no wildcard', (t) => {
  t.equal(emailTerm('*@example.com'), String.raw`user.email:"\*@example.com"`);
  t.equal(emailTerm('a" OR user.email:"*'), String.raw`user.email:"a\" OR user.email:\"\*"`);
  t.equal(emailTerm('"a b"@example.com'), String.raw`user.email:"\"a b\"@example.com"`);
  t.end();
});

void t.test('refuses what the grammar cannot say, and an address that would mean "none"', (t) => {
  const refused = ['', ' ', '\\', 'a\\', 'a\\"b', 'a\\*b', 'a\nb', 'a\u0000b', 'a\u007fb', 'a\tb'];
  for (const email of refused) t.equal(emailTerm(email), null);
  t.end();
});

/** Reads a term the way Sentry's grammar does: null when it is not one quoted value to its very end. */
function readTerm(term: string): { value: string; isWildcard: boolean } | null {
  const quoted = /^user\.email:"((?:\\"|[^"])*)"$/.exec(term)?.[1];
  if (quoted === undefined) return null;
  const raw = quoted.replaceAll(String.raw`\"`, '"');
  const isWildcard = /(?<!\\)(?:\\\\)*\*/.test(raw);
  return { value: raw.replaceAll(String.raw`\*`, '*'), isWildcard };
}

void t.test('means exactly the address, whatever its sender chose', (t) => {
  const hostile = fc.string({
    unit: fc.constantFrom('a', '@', '"', '\\', '*', ' ', ':', '(', 'OR', '!'),
  });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.emailAddress()), (email) => {
      const term = emailTerm(email);
      if (term === null) return true;
      const read = readTerm(term);
      return read !== null && read.value === email && !read.isWildcard;
    }),
    { numRuns: 2_000 },
  );
  t.end();
});

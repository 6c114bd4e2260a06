import * as fc from 'fast-check';
import t from 'tap';
import { distinctHeaders, hasHeader, singleHeader } from '../../src/authenticate/headers.ts';
import type { RequestHeaders } from '../../src/authenticate/headers.ts';
import { messageOf } from '../fixtures/message.ts';

await t.test(
  'keeps both of a header that is sent twice, whatever the case of its name',
  async (t) => {
    const headers = distinctHeaders(
      messageOf(['Authorization', 'a', 'AUTHORIZATION', 'b', 'Accept', '*/*']),
    );
    t.same(headers['authorization'], ['a', 'b']);
    t.equal(singleHeader(headers, 'authorization'), null);
    t.equal(hasHeader(headers, 'authorization'), true);
    t.equal(singleHeader(headers, 'accept'), '*/*');
  },
);

await t.test('reads a string and a list of one alike', async (t) => {
  t.equal(singleHeader({ accept: 'a' }, 'accept'), 'a');
  t.equal(singleHeader({ accept: ['a'] }, 'accept'), 'a');
});

await t.test(
  'has no value for a header that is absent, undefined or empty of occurrences',
  async (t) => {
    t.equal(singleHeader({}, 'accept'), null);
    t.equal(singleHeader({ accept: undefined }, 'accept'), null);
    t.equal(singleHeader({ accept: [] }, 'accept'), null);
    t.equal(hasHeader({ accept: undefined }, 'accept'), false);
  },
);

await t.test('does not take what every object inherits for a header', async (t) => {
  for (const name of ['constructor', '__proto__', 'toString']) {
    t.equal(singleHeader({}, name), null);
    t.equal(hasHeader({}, name), false);
  }
});

await t.test('keeps a header called __proto__ as a header', async (t) => {
  const headers = distinctHeaders(messageOf(['__proto__', 'a']));
  t.equal(singleHeader(headers, '__proto__'), 'a');
  t.equal(singleHeader(headers, 'accept'), null);
});

await t.test('finds exactly the value of a header sent once among any others', async (t) => {
  const others = fc.array(fc.tuple(fc.string({ unit: 'grapheme-ascii' }), fc.string()));
  fc.assert(
    fc.property(others, others, fc.string(), (before, after, value) => {
      const isOther = ([name]: [string, string]) => name.toLowerCase() !== 'x-token';
      const sent = [...before.filter(isOther), ['X-Token', value], ...after.filter(isOther)];
      return singleHeader(distinctHeaders(messageOf(sent.flat())), 'x-token') === value;
    }),
  );
  t.pass();
});

await t.test('has no value for one sent twice among any others', async (t) => {
  const others = fc.array(fc.tuple(fc.string({ unit: 'grapheme-ascii' }), fc.string()));
  fc.assert(
    fc.property(others, others, fc.string(), (between, after, value) => {
      const sent = [['X-Token', value], ...between, ['x-token', value], ...after];
      const headers = distinctHeaders(messageOf(sent.flat()));
      return hasHeader(headers, 'x-token') && singleHeader(headers, 'x-token') === null;
    }),
  );
  t.pass();
});

await t.test('does not throw for headers of any type', async (t) => {
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom('a', '__proto__'), (value, name) => {
      const headers = { [name]: value } as RequestHeaders;
      const single = singleHeader(headers, name);
      return single === null || typeof single === 'string';
    }),
  );
  t.pass();
});

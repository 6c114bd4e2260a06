import t from 'tap';
import { parseSelection } from '../../src/admin/selection.ts';

await t.test('reads each way to select', async (t) => {
  for (const selection of [
    { customer: { email: 'ada@example.com' } },
    { customer: { id: 'c_1', externalId: 'acct_1' } },
    { card: 'usage' },
    { upstream: 'billing', tag: 'plan:pro' },
  ]) {
    t.same(parseSelection(selection), { ok: true, selection });
  }
});

await t.test('everything has to be asked for in so many words', async (t) => {
  t.same(parseSelection({ all: true }), { ok: true, selection: {} });
  for (const body of [
    undefined,
    null,
    {},
    [],
    'all',
    { all: false },
    { all: true, card: 'usage' },
  ]) {
    t.match(parseSelection(body), { ok: false, message: String });
  }
});

await t.test('a misspelt field or an empty value selects nothing', async (t) => {
  for (const body of [
    { cards: 'usage' },
    { customer: {} },
    { customer: { mail: 'x' } },
    { card: '' },
    { tag: 7 },
  ]) {
    t.match(parseSelection(body), { ok: false });
  }
});

await t.test('says which field is wrong without repeating its value', async (t) => {
  const parsed = parseSelection({ customer: { email: 42 } });
  t.match(parsed, { ok: false, message: /^customer\.email/ });
  t.notMatch(parsed, { message: /42/ });
});

await t.test('a misspelt field gets the nearest', async (t) => {
  t.match(parseSelection({ customr: {} }), { message: 'unknown field; did you mean customer?' });
  t.match(parseSelection({ customer: { externalID: 'x' } }), {
    message: 'customer: unknown field; did you mean externalId?',
  });
});

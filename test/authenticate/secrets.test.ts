import crypto from 'node:crypto';
import t from 'tap';
import { createHeaderSecrets } from '../../src/authenticate/secrets.ts';
import type * as Module from '../../src/authenticate/secrets.ts';

const both = createHeaderSecrets([
  { name: 'Authorization', value: 'Bearer old' },
  { name: 'authorization', value: 'Bearer new' },
  { id: 'status-page', name: 'X-Token', value: 'tök, en' },
]);
const wrong = { ok: false, failure: 'wrong_secret' };

await t.test('calls a secret by its id, else by its header and place', async (t) => {
  t.same(both.ids, ['header:authorization:1', 'header:authorization:2', 'status-page']);
});

await t.test('passes any one of the secrets and says which', async (t) => {
  const verify = (name: string, value: string) => both.verify({ [name]: value });
  t.same(verify('authorization', 'Bearer old'), { ok: true, credentialId: both.ids[0] });
  t.same(verify('authorization', 'Bearer new'), { ok: true, credentialId: both.ids[1] });
  t.same(verify('x-token', 'tök, en'), { ok: true, credentialId: 'status-page' });
});

await t.test('refuses a value that is not exactly the secret', async (t) => {
  for (const value of [
    '',
    'Bearer ne',
    'Bearer neww',
    'bearer new',
    ' Bearer new',
    'Bearer new ',
  ]) {
    t.same(both.verify({ authorization: value }), wrong, JSON.stringify(value));
  }
});

await t.test('refuses the secret of one header in another', async (t) => {
  t.same(both.verify({ 'x-token': 'Bearer new' }), wrong);
});

await t.test('refuses a secret that is sent twice, as a list and joined', async (t) => {
  t.same(both.verify({ authorization: ['Bearer new', 'Bearer new'] }), wrong);
  t.same(both.verify({ authorization: 'Bearer new, Bearer new' }), wrong);
});

await t.test('tells a missing secret from a wrong one', async (t) => {
  t.same(both.verify({ accept: '*/*' }), { ok: false, failure: 'no_credentials' });
});

await t.test('never passes an absent header, even for an empty secret', async (t) => {
  const empty = createHeaderSecrets([{ name: 'x-token', value: '' }]);
  t.equal(empty.verify({}).ok, false);
});

await t.test('demands nothing when nothing is configured', async (t) => {
  t.same(createHeaderSecrets([]).verify({}), { ok: true, credentialId: '' });
});

await t.test('compares with every secret, whichever matches', async (t) => {
  let comparisons = 0;
  const counting: typeof crypto.timingSafeEqual = (a, b) => {
    comparisons += 1;
    return crypto.timingSafeEqual(a, b);
  };
  const module = await t.mockImport<typeof Module>('../../src/authenticate/secrets.ts', {
    'node:crypto': { ...crypto, timingSafeEqual: counting },
  });
  const secrets = module.createHeaderSecrets(
    ['a', 'b', 'c'].map((value) => ({ name: 'x-token', value })),
  );
  for (const value of ['a', 'b', 'c', 'd']) {
    comparisons = 0;
    t.equal(secrets.verify({ 'x-token': value }).ok, value !== 'd');
    t.equal(comparisons, 3, value);
  }
});

import t from 'tap';
import { createDirectory } from '../../src/demo/directory.ts';

const ada = { externalId: 'acct_1', email: 'Ada@example.com' };
const bob = { externalId: 'acct_2', email: 'bob@example.com' };
const find = createDirectory([ada, bob]);

await t.test('an externalId finds its row', async (t) => {
  t.equal(find({ externalId: 'acct_1', email: null }), ada);
});

await t.test(
  'an externalId decides alone: the e-mail of somebody else changes nothing',
  async (t) => {
    t.equal(find({ externalId: 'acct_1', email: bob.email }), ada);
    t.equal(find({ externalId: 'acct_9', email: bob.email }), undefined);
  },
);

await t.test('without an externalId the e-mail decides, in any case', async (t) => {
  t.equal(find({ externalId: null, email: 'ADA@EXAMPLE.COM' }), ada);
  t.equal(find({ externalId: '', email: 'bob@example.com' }), bob);
});

await t.test('nobody is found by nothing', async (t) => {
  t.equal(find({ externalId: null, email: null }), undefined);
  t.equal(find({ externalId: '', email: '' }), undefined);
});

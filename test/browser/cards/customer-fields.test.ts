import t from 'tap';
import { noFields, toSubject } from '../../../src/browser/cards/customer-fields.ts';

await t.test('what is typed is sent as Plain sends it: what is missing as null', async (t) => {
  t.same(toSubject({ ...noFields, email: ' ada@example.com ', threadId: 'th_1' }), {
    customer: { id: null, email: 'ada@example.com', externalId: null },
    tenant: null,
    thread: { id: 'th_1', externalId: null },
  });
  t.match(toSubject({ ...noFields, id: 'c_1', tenantExternalId: 'acme' }), {
    customer: { id: 'c_1' },
    tenant: { id: null, externalId: 'acme' },
  });
});

await t.test('somebody has to be meant', async (t) => {
  t.equal(toSubject(noFields), null);
  t.equal(toSubject({ ...noFields, email: '  ', threadId: 'th_1' }), null);
});

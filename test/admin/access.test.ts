import t from 'tap';
import { createCheckAccess } from '../../src/admin/access.ts';

const check = createCheckAccess({ token: 'secret', allowedHosts: ['cards-admin.internal'] });
const authorization = 'Bearer secret';

await t.test('the token opens', async (t) => {
  t.equal(check({ host: '127.0.0.1:8081', authorization }), null);
  t.equal(check({ host: 'LOCALHOST', authorization }), null);
  t.equal(check({ host: '[::1]:8081', authorization }), null);
  t.equal(check({ host: 'cards-admin.internal:8081', authorization }), null);
});

await t.test('no token, a wrong one, or no Bearer stays out', async (t) => {
  t.equal(check({ host: 'localhost' }), 'token');
  t.equal(check({ host: 'localhost', authorization: 'Bearer secreT' }), 'token');
  t.equal(check({ host: 'localhost', authorization: 'secret' }), 'token');
});

await t.test('a name that was rebound to loopback stays out, token or not', async (t) => {
  t.equal(check({ host: 'evil.example', authorization }), 'host');
  t.equal(check({ authorization }), 'host');
});

await t.test("another page's origin stays out", async (t) => {
  const host = '127.0.0.1:8081';
  t.equal(check({ host, authorization, origin: 'http://127.0.0.1:8081' }), null);
  t.equal(check({ host, authorization, origin: 'http://127.0.0.1:8080' }), 'origin');
  t.equal(check({ host, authorization, origin: 'null' }), 'origin');
  t.equal(check({ host, authorization, origin: ['http://127.0.0.1:8081'] }), 'origin');
});

await t.test('without a configured token nobody gets in', async (t) => {
  const closed = createCheckAccess({ allowedHosts: [] });
  t.equal(closed({ host: 'localhost', authorization }), 'no_token_configured');
});

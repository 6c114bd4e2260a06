import t from 'tap';
import { createCheckAccess } from '../../src/admin/access.ts';
import { createSessions } from '../../src/admin/sessions.ts';
import type { RequestHeaders } from '../../src/authenticate/headers.ts';
import { createManualClock } from '../fixtures/clock.ts';

const sessions = createSessions(createManualClock());
const allowedHosts = ['cards-admin.internal'];
const access = createCheckAccess({ token: 'secret', allowedHosts, sessions });
const authorization = 'Bearer secret';

/** null for who may pass. */
function check(headers: RequestHeaders, method = 'GET'): string | null {
  const result = access(headers, method);
  return result.ok ? null : result.denied;
}

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
  const closed = createCheckAccess({ allowedHosts: [], sessions });
  t.strictSame(closed({ host: 'localhost', authorization }), {
    ok: false,
    denied: 'no_token_configured',
  });
});

await t.test('the session of who has shown the token opens, under its own port only', async (t) => {
  const cookie = `theme=dark; customer-cards-session8081=${sessions.open('secret')}`;
  t.equal(check({ host: 'localhost:8081', cookie }), null);
  t.match(access({ host: 'localhost:8081', cookie }), { session: { ref: /^[\w-]{8}$/ } });
  t.strictSame(access({ host: 'localhost:8081', authorization }), { ok: true, session: null });
  t.equal(check({ host: 'localhost:8082', cookie }), 'token');
  t.equal(check({ host: 'localhost:8081', cookie: 'customer-cards-session8081=' }), 'token');
  t.equal(check({ host: 'localhost:8081', cookie: `${cookie}x` }), 'token');
  t.equal(check({ host: 'evil.example:8081', cookie }), 'host');
});

await t.test('with a session only pages of its own origin are let in', async (t) => {
  const host = '127.0.0.1:8081';
  const cookie = `customer-cards-session8081=${sessions.open('secret')}`;
  const own = { host, cookie, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' };
  t.equal(check(own), null);
  t.equal(check(own, 'POST'), null);
  t.equal(check({ ...own, 'sec-fetch-site': 'same-site' }), 'origin');
  t.equal(check({ ...own, 'sec-fetch-site': 'cross-site' }), 'origin');
  t.equal(check({ ...own, 'sec-fetch-site': 'none' }), 'origin', 'typed into the address bar');
  t.equal(check({ ...own, origin: 'http://127.0.0.1:9' }, 'POST'), 'origin');
  t.equal(check({ host, cookie }), null, 'browsers name no origin in a GET of the page itself');
  t.equal(check({ host, cookie }, 'POST'), 'origin');
  t.equal(check({ host, cookie }, 'DELETE'), 'origin');
  t.equal(check({ host, authorization }, 'POST'), null, 'what is no browser names none');
});

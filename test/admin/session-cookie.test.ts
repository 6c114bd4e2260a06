import t from 'tap';
import { readSessionId, writeSessionId } from '../../src/admin/session-cookie.ts';

const host = '127.0.0.1:8081';

await t.test('the cookie is for the pages only, and for no script', async (t) => {
  t.equal(
    writeSessionId({ host }, 'id', '/cards-admin/'),
    'customer-cards-session8081=id; Path=/cards-admin/; Max-Age=43200; HttpOnly; SameSite=Strict',
  );
  t.match(writeSessionId({ host }, null, '/'), /^customer-cards-session8081=; Path=\/; Max-Age=0;/);
});

await t.test('where the page came by HTTPS, the cookie goes by nothing else', async (t) => {
  const headers = { host: 'cards.example.com', origin: 'https://cards.example.com' };
  t.match(writeSessionId(headers, 'id', '/'), /; Secure$/);
  t.notMatch(writeSessionId({ ...headers, origin: 'http://x' }, 'id', '/'), /Secure/);
});

await t.test('of several cookies the own one is read', async (t) => {
  const cookie =
    'customer-cards-session=a; customer-cards-session8082=b; customer-cards-session8081=c=d';
  t.equal(readSessionId({ host, cookie }), 'c=d');
  t.equal(readSessionId({ host: 'cards.example.com', cookie }), 'a');
  t.equal(readSessionId({ host: '127.0.0.1:9', cookie }), null);
  t.equal(readSessionId({ host }), null);
  t.equal(readSessionId({ cookie }), 'a');
});

import t from 'tap';
import { describeVisitor } from '../../src/admin/visitor.ts';

const facts = { headers: {}, address: '127.0.0.1', session: undefined, userHeader: undefined };

await t.test('a visitor is known by session and address, and by name behind a proxy', async (t) => {
  t.strictSame(describeVisitor(facts), { session: null, address: '127.0.0.1', user: null });
  const named = { ...facts, headers: { 'x-user': 'ada@example.com' }, userHeader: 'X-User' };
  t.match(describeVisitor({ ...named, session: { ref: 'abc' } }), {
    session: 'abc',
    user: 'ada@example.com',
  });
});

await t.test('nobody is named without the header, or by it twice', async (t) => {
  t.equal(describeVisitor({ ...facts, headers: { 'x-user': 'ada' } }).user, null);
  const twice = { 'x-user': ['ada', 'bob'] };
  t.equal(describeVisitor({ ...facts, headers: twice, userHeader: 'x-user' }).user, null);
});

await t.test('a name is cut short, and forges no other field', async (t) => {
  const headers = { 'x-user': `a\u001b[2J"=${'x'.repeat(500)}` };
  const { user } = describeVisitor({ ...facts, headers, userHeader: 'x-user' });
  t.match(user, /^a\?\?2J\?\?x+$/);
  t.equal(user?.length, 200);
});

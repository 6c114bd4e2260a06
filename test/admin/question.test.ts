import t from 'tap';
import { parseQuestion } from '../../src/admin/question.ts';
import { gatewaySchema } from '../../src/config/schema.ts';

const ada = { id: 'c_1', email: 'ada@example.com', externalId: null };
const scope = { workspaces: undefined, demoCustomers: [], allowsLookups: true };
const asked = { cardKeys: ['usage'], customer: { id: 'c_1' } };

const auth = { headers: [{ name: 'authorization', value: 'x' }] };
const { workspaces } = gatewaySchema.parse({
  version: 1,
  workspaces: { w_1: { auth }, w_2: { auth, cards: ['usage'] } },
});

await t.test('a question is read as one of Plain would be', async (t) => {
  t.match(parseQuestion({ ...asked, workspaceId: 'w_9', thread: { id: '' } }, scope), {
    ok: true,
    request: {
      cardKeys: ['usage'],
      subject: { customer: { id: 'c_1', email: null, externalId: null }, thread: null },
    },
    caller: { credentialId: 'console', workspaceId: 'w_9', cards: null },
  });
});

await t.test('what is wrong is named with what was expected, and not repeated', async (t) => {
  const wrong: [unknown, RegExp][] = [
    [undefined, /^body: expected a JSON object$/],
    [{ ...asked, cardKeys: 'secret' }, /^cardKeys: expected an array of strings$/],
    [{ ...asked, customer: { id: ['secret'] } }, /^customer\.id: expected/],
    [{ ...asked, workspaceId: 'se cret' }, /^workspaceId: expected a workspace id/],
    [{ ...asked, workspaceId: 7 }, /^workspaceId: expected/],
  ];
  for (const [body, message] of wrong) {
    t.match(parseQuestion(body, scope), { ok: false, status: 400, message });
  }
});

await t.test('where there are workspaces, one of them asks for its own cards', async (t) => {
  const inWorkspaces = { ...scope, workspaces };
  t.match(parseQuestion({ ...asked, workspaceId: 'w_1' }, inWorkspaces), {
    caller: { workspaceId: 'w_1', cards: null },
  });
  const narrow = parseQuestion({ ...asked, workspaceId: 'w_2' }, inWorkspaces);
  t.strictSame(narrow.ok && narrow.caller.cards, new Set(['usage']));
  for (const workspaceId of [null, 'w_3', '__proto__']) {
    const message = /^workspaceId: expected one of the configured workspaces; .*w_1/;
    t.match(parseQuestion({ ...asked, workspaceId }, inWorkspaces), { ok: false, message });
  }
});

await t.test('with look-ups off only demo customers are asked about', async (t) => {
  const demoCustomers = [{ name: 'Ada', note: '', customer: ada }];
  const closed = { ...scope, demoCustomers, allowsLookups: false };
  t.match(parseQuestion({ ...asked, customer: ada }, closed), { ok: true });
  for (const other of [
    { customer: { id: 'c_1' } },
    { customer: { ...ada, externalId: 'acct_1' } },
    { customer: null },
    { customer: ada, tenant: { id: 'te_1' } },
    { customer: ada, thread: { externalId: 'th_1' } },
  ]) {
    const question = parseQuestion({ ...asked, ...other }, closed);
    t.match(question, { ok: false, status: 403, message: /admin\.customerLookups/ });
  }
});

import { readFile } from 'node:fs/promises';
import t from 'tap';
import type { Test } from 'tap';
import { moveTo, readExample, startExample } from './example.ts';
import type { Example } from './example.ts';
import { startHttpService } from './http-service.ts';
import type { HttpService, ServiceAnswer } from './http-service.ts';
import { createIntercom } from './intercom-service.ts';
import type { IntercomWorkspace } from './intercom-service.ts';

const yaml = await readExample('intercom.yaml');
const published = JSON.parse(
  await readFile(new URL('fixtures/intercom.json', import.meta.url), 'utf8'),
);
const { unauthorized, notFound } = published;
const [conversation] = published.conversationList.conversations;
const joe = { ...published.contact, id: conversation.contacts.contacts[0].id };
const jane = {
  ...joe,
  id: '6762f0df1bb69f9f2193bb99',
  external_id: '71',
  email: 'jane@bloggs.com',
};

async function start(
  t: Test,
  workspace: Partial<IntercomWorkspace> = {},
  mixUp: (answer: ServiceAnswer) => ServiceAnswer = (answer) => answer,
): Promise<Example & { readonly intercom: HttpService }> {
  const answer = createIntercom({
    token: 'dG9rZW4=',
    contacts: [joe, jane],
    conversations: [conversation],
    unauthorized,
    notFound,
    ...workspace,
  });
  const intercom = await startHttpService(t, (request) => mixUp(answer(request)));
  const moved = moveTo(yaml, 'https://api.intercom.io', intercom.url);
  const example = await startExample(t, moved, {
    INTERCOM_TOKEN: 'dG9rZW4=',
    INTERCOM_WORKSPACE: 'abc123',
  });
  return { ...example, intercom };
}

const contactCard = [
  'row: text "Joe Bloggs" | badge "user" GREEN',
  'row: text "Signed up" S MUTED | text "18 Dec 2024" S',
  `linkbutton "https://app.intercom.com/a/apps/abc123/users/${joe.id}/all-conversations" "Open in Intercom"`,
];

await t.test('a contact is found by external id', async (t) => {
  const { show, intercom } = await start(t);
  t.same(await show('intercom-contact', { email: joe.email, externalId: '70' }), contactCard);
  t.same(
    intercom.requests.map(({ method, path }) => `${method} ${path}`),
    ['GET /contacts/find_by_external_id/70', `GET /contacts/${joe.id}`],
  );
});

await t.test('a contact that the id does not find is searched by e-mail', async (t) => {
  const { show, intercom } = await start(t);
  t.same(await show('intercom-contact', { email: joe.email, externalId: '99' }), contactCard);
  t.same(intercom.requests[1]?.body, {
    query: { field: 'email', operator: '=', value: joe.email },
    pagination: { per_page: 2 },
  });
});

await t.test('two contacts with one e-mail are not guessed between', async (t) => {
  const { show } = await start(t, { contacts: [joe, { ...jane, email: joe.email }] });
  t.same(await show('past-conversations', { email: joe.email }), [
    'plaintext "Several accounts match" MUTED',
  ]);
});

await t.test('somebody whom Intercom does not know has no contact', async (t) => {
  const { show } = await start(t);
  t.equal(await show('intercom-contact', { email: 'eve@example.com' }), null);
  t.same(await show('past-conversations', { email: 'eve@example.com' }), [
    'plaintext "No conversation in Intercom"',
  ]);
});

await t.test('what is known of a contact is shown, and what is not leaves no gap', async (t) => {
  const contact = {
    ...joe,
    role: 'lead',
    signed_up_at: null,
    last_seen_at: Date.UTC(2025, 11, 29) / 1000,
    has_hard_bounced: true,
    location: { ...joe.location, city: 'Dublin', country: 'Ireland' },
  };
  const { show } = await start(t, { contacts: [contact] });
  t.same(await show('intercom-contact', { externalId: '70' }), [
    'row: text "Joe Bloggs" | badge "lead" YELLOW',
    'text "Dublin, Ireland" S MUTED',
    'text "Last seen 3 days ago" S MUTED',
    'text "E-mails to this address bounce." S ERROR',
    contactCard[2],
  ]);
});

await t.test('a conversation is shown by its first message, without HTML', async (t) => {
  const { show } = await start(t);
  t.same(await show('past-conversations', { externalId: '70' }), [
    'container:',
    '  row: plaintext "this is the message body" | badge "closed" GREY',
    '  text "Ciaran210 Lee, 18 Dec 2024" S MUTED',
    '  linkbutton "https://app.intercom.com/a/inbox/abc123/inbox/conversation/515" "Read it in Intercom"',
  ]);
});

await t.test('the card says that there are more conversations', async (t) => {
  const conversations = Array.from({ length: 7 }, (_, index) => ({
    ...conversation,
    id: String(index),
    title: `Question ${index}`,
  }));
  const { show } = await start(t, { conversations });
  const lines = (await show('past-conversations', { externalId: '70' })) ?? [];
  t.equal(lines.filter((line) => line === 'container:').length, 5);
  t.equal(lines[1], '  row: plaintext "Question 0" | badge "closed" GREY');
  t.equal(lines.at(-1), 'text "The newest 5 of 7" S MUTED');
});

await t.test('a conversation with others in it is shown', async (t) => {
  const contacts = { type: 'contact.list', contacts: [{ id: jane.id }, { id: joe.id }] };
  const { show } = await start(t, { conversations: [{ ...conversation, contacts }] });
  t.match(await show('past-conversations', { externalId: '70' }), ['container:']);
});

await t.test("somebody else's conversation is never shown", async (t) => {
  const mixUp = (answer: ServiceAnswer): ServiceAnswer =>
    Object.hasOwn(Object(answer.body), 'conversations')
      ? JSON.parse(JSON.stringify(answer).replaceAll(joe.id, jane.id))
      : answer;
  const { show } = await start(t, {}, mixUp);
  t.match((await show('past-conversations', { externalId: '70' }))?.[0], /Couldn't load Intercom/);
});

await t.test('hostile identifiers stay one segment of the path, or one value', async (t) => {
  const { show, intercom } = await start(t);
  for (const text of [
    `"}, "field": "id", "operator": "!=", "value": "0`,
    `' OR ''='`,
    '*',
    '~ a@b.c',
    'a+b@example.com',
    'joe@bloggs.com OR jane@bloggs.com',
    '../71',
    '%2e%2e/71',
    '71?x=#',
    '例え@例え.jp',
  ]) {
    t.equal(await show('intercom-contact', { externalId: text, email: text }), null, text);
    const byEmail = intercom.requests.at(-1);
    t.match(byEmail?.body, { query: { field: 'email', operator: '=', value: text } });
  }
  const paths = intercom.requests.map(({ path }) => path);
  t.ok(paths.every((path) => /^\/contacts\/(?:search|find_by_external_id\/[^/]+)$/.test(path)));
});

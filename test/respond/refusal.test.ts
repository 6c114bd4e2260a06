import t from 'tap';
import { rateLimited, refusalOf, unauthorized } from '../../src/respond/refusal.ts';

await t.test('every failed authentication reads the same', async (t) => {
  t.equal(unauthorized('wrong_secret').message, unauthorized('no_signature').message);
});

await t.test('a limit says when to come back', async (t) => {
  t.match(rateLimited('credential', 7), { status: 429, retryAfterSeconds: 7 });
});

await t.test(
  'what the HTTP server refused keeps its status; anything unexpected is a 500 that says nothing',
  async (t) => {
    t.match(refusalOf(413), { status: 413, cause: 'body_size' });
    t.match(refusalOf(415), { status: 415, cause: 'content_type' });
    t.match(refusalOf(400), { status: 400, message: 'Bad request.' });
    t.match(refusalOf(503), { status: 500, message: 'Internal error.' });
  },
);

import t from 'tap';
import { describeEmpty } from '../../../src/cli/try/why-empty.ts';

void t.test('a value that is missing is named, with the option that gives it', async (t) => {
  const missing = { kind: 'no_value', placeholders: ['customer.externalId', 'thread.id'] } as const;
  t.equal(
    describeEmpty({ ...missing, place: 'request' }),
    'Its request is not sent: no value here for {customer.externalId}, {thread.id}. Give --external-id and --thread-id, if the customer has one.',
  );
  t.match(
    describeEmpty({ ...missing, place: 'expect' }),
    /^`expect:` has nothing to compare with: no value here for \{customer\.externalId\}/,
  );
});

void t.test('an id that only a look-up can find has no option', async (t) => {
  const why = { kind: 'no_value', place: 'request', placeholders: ['lookup'] } as const;
  t.equal(describeEmpty(why), 'Its request is not sent: no value here for {lookup}.');
});

void t.test('a path that is not there is told with its status', async (t) => {
  const why = { kind: 'not_found', request: 'GET /a/{lookup}', status: 410 } as const;
  t.match(describeEmpty(why), /^GET \/a\/\{lookup\} answers 410, which is taken for no data\. /);
});

void t.test('an answer of which nothing is left leads to --explain', async (t) => {
  t.match(describeEmpty({ kind: 'nothing_left' }), /values are missing.*--explain/);
});

import t from 'tap';
import { createGateway } from '../src/create-gateway.ts';

const fetch = async (): Promise<unknown> => ({ cards: [] });
const auth = { headers: [{ name: 'authorization', value: 'Bearer s3cret' }] };
const upstreams = [{ name: 'billing', adapter: 'function', fetch, cards: { usage: {} } }] as const;

/** The mistakes that are told, one a line. */
function mistakes(options: unknown): string[] {
  try {
    void createGateway(options as never).close();
    return [];
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [title, ...lines] = error.message.split('\n');
    return title === 'The options of the customer-cards gateway are wrong:'
      ? lines.map((line) => line.trim())
      : [error.message];
  }
}

await t.test('options in order make a gateway', async (t) => {
  t.strictSame(mistakes({ auth, upstreams }), []);
});

await t.test('one error tells every mistake, each with its place', async (t) => {
  t.strictSame(
    mistakes({
      auth: { headers: [{ name: 'authorization', value: 'Bearer s3cret\n' }] },
      dedlineMs: 5_000,
      deadlineMs: 'soon',
      cache: { maxByte: 1, ttl: 2 },
      upstreams: [
        ...upstreams,
        { name: 'billing', adapter: 'function', fetch: 'https://…', cards: { usage: {} } },
        { name: 'orders', adapter: 'rest' },
        { name: 'Orders', adapter: 'plain', url: 'ftp://orders.example.com', cards: {} },
      ],
    }),
    [
      'auth.headers[0].value: a secret in a header must not be empty; expected ASCII characters on one line, without white space at the ends',
      'deadlineMs: expected a number, got text; a number stands without quotes and without a unit',
      'cache.maxByte: unknown field; did you mean maxBytes?',
      'cache.ttl: unknown field; known are maxBytes, maxEntryBytes, defaultTtlSeconds, maxTtlSeconds, plainTtlSeconds, emptyTtlSeconds, staleWhileRevalidateSeconds, staleIfErrorSeconds, coolDownSeconds, reloadFloorSeconds',
      'dedlineMs: unknown field; did you mean deadlineMs?',
      'upstreams[1].fetch: expected an async function',
      'upstreams[2].adapter: expected "plain", "sentry", "json" or "function"',
      'upstreams[3].name: expected a-z, 0-9 and -, starting with a letter, at most 63 characters',
      'upstreams[3].url: expected an absolute http or https URL, such as https://billing.internal/cards',
      'upstreams[3].cards: expected at least one card',
      'upstreams[1].name: the same as in upstreams[0].name; an upstream needs a name of its own',
      'upstreams[1].cards.usage: the same as in upstreams[0].cards.usage; a card key belongs to one upstream',
    ],
  );
});

await t.test(
  'workspaces cannot share a secret, or list a card that nobody registers',
  async (t) => {
    const workspaces = {
      w_production: { auth },
      w_staging: { auth, cards: ['usage', 'usages'] },
    };
    t.strictSame(mistakes({ workspaces, upstreams }), [
      'workspaces.w_staging.auth.headers[0].value: the same as in workspaces.w_production.auth.headers[0].value; each workspace needs secrets of its own',
      'workspaces.w_staging.cards[1]: no upstream file registers this card; did you mean usage?',
    ]);
  },
);

await t.test('without a secret, upstreams or any options there is no gateway', async (t) => {
  const noSecret =
    'expected auth or workspaces, one of the two: the gateway does not start without a secret';
  t.strictSame(mistakes({ upstreams }), [noSecret]);
  t.strictSame(mistakes({ auth, upstreams: [] }), ['upstreams: expected at least 1 entry']);
  t.strictSame(mistakes({ auth, upstreams: [undefined] }), [
    'upstreams[0]: missing; expected a mapping',
  ]);
  t.strictSame(mistakes(undefined), [noSecret, 'upstreams: missing; expected a list']);
});

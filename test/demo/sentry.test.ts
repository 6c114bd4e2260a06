import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { errorsOnly, goodStanding, pastDue } from '../../src/demo/customers.ts';
import { createSentryService } from '../../src/demo/sentry.ts';
import { createManualClock } from '../fixtures/clock.ts';

interface Issue extends Record<string, unknown> {
  shortId: string;
  stats: { '24h': [number, number][] };
}

const path = '/api/0/organizations/example-org/issues/';

function list(app: FastifyInstance, query: Record<string, string | string[]> = {}) {
  return app.inject({ url: path, query });
}

async function ids(app: FastifyInstance, query: Record<string, string | string[]>) {
  return (await list(app, query)).json<Issue[]>().map(({ shortId }) => shortId);
}

await t.test('the issues of an organization', async (t) => {
  const app = createSentryService({ clock: createManualClock() });
  t.teardown(() => app.close());
  const all = [
    'CHECKOUT-118',
    'WEB-APP-121',
    'WEB-APP-97',
    'CHECKOUT-90',
    'CHECKOUT-84',
    'WEB-APP-55',
  ];
  const unresolved = all.slice(0, 4);

  await t.test(
    'are the unresolved ones by default, and all of them for an empty query',
    async (t) => {
      t.strictSame(await ids(app, {}), unresolved);
      t.strictSame(await ids(app, { query: '' }), all);
    },
  );

  await t.test('are found by the e-mail address of a user', async (t) => {
    const of = (email: string | null) =>
      ids(app, { query: `is:unresolved user.email:"${email}"`, sort: 'date', limit: '100' });
    t.strictSame(await of(pastDue.email), ['CHECKOUT-118', 'WEB-APP-97', 'CHECKOUT-90']);
    t.strictSame(await of(errorsOnly.email), ['WEB-APP-121', 'WEB-APP-97']);
    t.strictSame(await of(goodStanding.email), []);
  });

  await t.test('are found by status, level, project and text', async (t) => {
    t.strictSame(await ids(app, { query: 'is:resolved' }), ['WEB-APP-55']);
    t.strictSame(await ids(app, { query: '!level:error is:unresolved' }), [
      'WEB-APP-121',
      'CHECKOUT-90',
    ]);
    t.strictSame(await ids(app, { query: 'project:checkout environment:staging' }), [
      'CHECKOUT-84',
    ]);
    t.strictSame(await ids(app, { query: 'declined' }), ['CHECKOUT-118']);
    t.strictSame(await ids(app, { query: 'server:web-8' }), []);
  });

  await t.test('are limited to projects, environments and a period', async (t) => {
    t.strictSame(await ids(app, { project: '4501', query: '' }), [
      'CHECKOUT-118',
      'CHECKOUT-90',
      'CHECKOUT-84',
    ]);
    t.strictSame(await ids(app, { project: ['4501', '4502'] }), unresolved);
    t.strictSame(await ids(app, { project: '-1' }), unresolved);
    t.strictSame(await ids(app, { environment: 'staging', query: '' }), ['CHECKOUT-84']);
    t.strictSame(await ids(app, { environment: ['staging', 'production'], query: '' }), all);
    t.strictSame(await ids(app, { statsPeriod: '1h' }), ['CHECKOUT-118', 'WEB-APP-121']);
    t.strictSame(await ids(app, { statsPeriod: '14d', query: '' }), all.slice(0, 5));
  });

  await t.test("have the fields of Sentry's answer", async (t) => {
    const [issue] = (await list(app)).json<Issue[]>();
    t.match(issue, {
      id: '60118',
      shareId: null,
      shortId: 'CHECKOUT-118',
      title: 'PaymentDeclinedError: Card was declined: insufficient_funds',
      culprit: 'POST /api/payments',
      logger: null,
      level: 'error',
      status: 'unresolved',
      permalink: 'https://sentry.example.com/organizations/example-org/issues/60118/',
      statusDetails: {},
      isPublic: false,
      platform: 'node',
      type: 'error',
      project: { id: '4501', name: 'Checkout', slug: 'checkout', platform: 'node' },
      metadata: { type: 'PaymentDeclinedError', value: 'Card was declined: insufficient_funds' },
      numComments: 0,
      assignedTo: null,
      isBookmarked: false,
      isSubscribed: false,
      subscriptionDetails: null,
      hasSeen: false,
      annotations: [],
      issueType: 'error',
      issueCategory: 'error',
      priority: 'high',
      isUnhandled: false,
      count: '7',
      userCount: 1,
      firstSeen: '2025-12-23T00:00:00.000Z',
      lastSeen: '2025-12-31T23:46:00.000Z',
    });
    const hours = issue?.stats['24h'] ?? [];
    t.equal(hours.length, 24);
    t.strictSame(hours.slice(-2), [
      [Date.UTC(2025, 11, 31, 23) / 1000, 1],
      [Date.UTC(2026, 0, 1) / 1000, 0],
    ]);
  });

  await t.test('come in pages, with a link to the previous and to the next', async (t) => {
    const first = await app.inject({
      url: `${path}?limit=3&query=`,
      headers: { host: 'sentry.test' },
    });
    const base = 'http://sentry.test/api/0/organizations/example-org/issues/?limit=3&query=';
    t.equal(
      first.headers.link,
      `<${base}&cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", <${base}&cursor=0:3:0>; rel="next"; results="true"; cursor="0:3:0"`,
    );
    t.equal(first.headers['x-hits'], '6');
    const second = await list(app, { limit: '3', query: '', cursor: '0:3:0' });
    t.match(
      second.headers.link,
      /cursor=0:0:1>; rel="previous"; results="true".*rel="next"; results="false"; cursor="0:6:0"/,
    );
    t.strictSame(
      [...first.json<Issue[]>(), ...second.json<Issue[]>()].map(({ shortId }) => shortId),
      all,
    );
  });

  await t.test('come a hundred at most', async (t) => {
    t.match((await list(app, { limit: '1000' })).headers.link, 'cursor="0:100:0"');
  });

  await t.test('come with the state of the rate limit', async (t) => {
    const { headers } = await list(app);
    t.equal(headers['x-sentry-rate-limit-limit'], '40');
    t.match(headers['x-sentry-rate-limit-remaining'], /^\d+$/);
    t.equal(headers['x-sentry-rate-limit-reset'], String(Date.UTC(2026, 0, 1) / 1000 + 1));
    t.equal(headers['x-sentry-rate-limit-concurrentlimit'], '25');
  });

  await t.test('are refused for a request that makes no sense', async (t) => {
    const refusals: [Record<string, string>, number, string | RegExp][] = [
      [{ query: 'is:open' }, 400, /^Error parsing search query: Invalid value/],
      [{ query: 'user.email:"open' }, 400, /^Error parsing search query: Invalid quote/],
      [{ statsPeriod: 'ever' }, 400, 'Invalid statsPeriod'],
      [{ project: 'checkout' }, 400, 'Invalid project parameter. Values must be numbers.'],
      [{ project: '1' }, 403, 'You do not have permission to perform this action.'],
      [{ environment: 'moon' }, 404, 'The requested resource does not exist'],
      [{ sort: 'luck' }, 400, 'This demo sorts by date and by nothing else.'],
      [{ limit: 'all' }, 400, 'invalid limit'],
      [{ limit: '0' }, 400, 'invalid limit'],
      [{ cursor: '3' }, 400, 'Invalid cursor parameter.'],
    ];
    for (const [query, status, detail] of refusals) {
      const response = await list(app, query);
      t.equal(response.statusCode, status, JSON.stringify(query));
      t.match(response.json(), { detail });
    }
  });

  await t.test('of another organization do not exist', async (t) => {
    const response = await app.inject('/api/0/organizations/other/issues/');
    t.equal(response.statusCode, 404);
    t.strictSame(response.json(), { detail: 'The requested resource does not exist' });
  });
});

await t.test('the rate limit counts down and starts again with the next second', async (t) => {
  const clock = createManualClock();
  const app = createSentryService({ clock });
  t.teardown(() => app.close());
  const remaining = async () => (await list(app)).headers['x-sentry-rate-limit-remaining'];
  t.equal(await remaining(), '39');
  t.equal(await remaining(), '38');
  clock.advance(1_000);
  t.equal(await remaining(), '39');
});

await t.test('a token is demanded where there is one', async (t) => {
  const app = createSentryService({ token: 'sentry-token' });
  t.teardown(() => app.close());
  const as = (authorization?: string) =>
    app.inject({ url: path, headers: authorization === undefined ? {} : { authorization } });
  t.equal((await as('Bearer sentry-token')).statusCode, 200);
  const none = await as();
  t.equal(none.statusCode, 401);
  t.strictSame(none.json(), { detail: 'Authentication credentials were not provided.' });
  const wrong = await as('Bearer other');
  t.equal(wrong.statusCode, 401);
  t.equal(wrong.headers['www-authenticate'], 'Bearer realm="api"');
  t.strictSame(wrong.json(), { detail: 'Invalid token' });
  t.equal((await app.inject('/healthz')).statusCode, 200);
});

await t.test('misbehaving', async (t) => {
  const app = createSentryService();
  t.teardown(() => app.close());
  const tell = (mode: string) =>
    app.inject({ method: 'POST', url: '/demo/behaviour', payload: { mode } });

  await t.test('spoils one issue and leaves the others', async (t) => {
    await tell('invalid-card');
    const issues = (await list(app)).json<Issue[]>();
    t.equal(issues.length, 4);
    t.match(issues[0], { title: null, level: 7 });
    t.match(issues[1], { shortId: 'WEB-APP-121' });
    t.strictSame(await ids(app, { query: 'level:debug' }), []);
  });

  await t.test('answers 403 as Sentry does', async (t) => {
    await tell('forbidden');
    const response = await list(app);
    t.equal(response.statusCode, 403);
    t.strictSame(response.json(), { detail: 'You do not have permission to perform this action.' });
  });

  await t.test('has no keys to leave out', async (t) => {
    const response = await tell('missing-key');
    t.equal(response.statusCode, 400);
    t.notOk(response.json<{ modes: string[] }>().modes.includes('missing-key'));
  });
});

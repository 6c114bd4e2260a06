import t from 'tap';
import type { Test } from 'tap';
import { upstreamSchema } from '../../../src/config/schema.ts';
import { createSentryCall } from '../../../src/fan-out/adapters/sentry.ts';
import type { CallResult } from '../../../src/fan-out/call.ts';
import { createExplainer } from '../../../src/fan-out/explainer.ts';
import { validateCard } from '../../../src/validate/card.ts';
import { httpAnswer, startRawServer } from '../../fixtures/raw-server.ts';
import type { RawRequest } from '../../fixtures/raw-server.ts';
import { openTransport } from '../../fixtures/transport.ts';

const issue = { shortId: 'SHOP-1', title: 'TypeError: x is not a function' };

interface Scene {
  readonly settings?: Record<string, unknown>;
  readonly email?: string | null;
  readonly issues?: unknown;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

/** One call of a Sentry that answers with `issues`. */
async function call(
  t: Test,
  { settings = {}, email = 'ada@example.com', issues = [], headers = {}, path = '' }: Scene,
): Promise<{ result: CallResult; requests: readonly RawRequest[]; origin: string }> {
  const server = await startRawServer(t, ({ socket }) => {
    socket.write(httpAnswer(JSON.stringify(issues), { headers }));
  });
  const config = upstreamSchema.parse({
    name: 'sentry',
    adapter: 'sentry',
    url: server.origin + path,
    organization: 'acme',
    token: 's3cret',
    cards: { errors: {} },
    ...settings,
  });
  if (config.adapter !== 'sentry') throw new TypeError('expected a sentry upstream');
  const sentryCall = createSentryCall(config, openTransport(t, server.origin));
  const customer = { id: 'c_1', email, externalId: 'x' };
  const subject = { customer, thread: null, tenant: null };
  const request = { keys: ['errors'], subject, workspaceId: 'w_1', deadlineAt: 1_500 };
  const result = await sentryCall(request, new AbortController().signal);
  return { result, requests: server.requests, origin: server.origin };
}

function componentsOf(result: CallResult): unknown {
  const answer = result.ok ? result.cards.get('errors') : undefined;
  if (answer?.ok !== true) return undefined;
  const valid = validateCard(answer.card);
  return valid.ok ? valid.card.components : valid;
}

function searchOf(requests: readonly RawRequest[]): [string, string][] {
  const [, target = ''] = requests[0]?.line.split(' ') ?? [];
  return [...new URL(target, 'http://x').searchParams];
}

void t.test("asks for the newest issues of the customer's e-mail address", async (t) => {
  const { requests } = await call(t, {});
  t.match(requests[0]?.line, /^GET \/api\/0\/organizations\/acme\/issues\/\?/);
  t.same(searchOf(requests), [
    ['query', 'user.email:"ada@example.com" is:unresolved'],
    ['statsPeriod', '14d'],
    ['sort', 'date'],
    ['limit', '3'],
  ]);
  t.equal(requests[0]?.headers.get('authorization'), 'Bearer s3cret');
});

void t.test('narrows the search as configured', async (t) => {
  const settings = {
    project: ['1', '2'],
    environment: ['production', 'eu & us'],
    query: '',
    statsPeriod: '24h',
    limit: 5,
  };
  const { requests } = await call(t, { settings });
  t.same(searchOf(requests), [
    ['query', 'user.email:"ada@example.com"'],
    ['project', '1'],
    ['project', '2'],
    ['environment', 'production'],
    ['environment', 'eu & us'],
    ['statsPeriod', '24h'],
    ['sort', 'date'],
    ['limit', '5'],
  ]);
});

void t.test('finds a Sentry below a path', async (t) => {
  const { requests } = await call(t, { path: '/sentry/' });
  t.match(requests[0]?.line, /^GET \/sentry\/api\/0\/organizations\/acme\/issues\/\?/);
});

void t.test(
  'answers no data without asking when there is no address, or none that can be asked for',
  async (t) => {
    for (const email of [null, ' ', 'a\\b@example.com', 'a\r\nb@example.com']) {
      const { result, requests } = await call(t, { email, settings: { empty: 'No errors' } });
      t.same(result.ok && [...result.cards], [
        ['errors', { ok: true, card: { key: 'errors', components: null } }],
      ]);
      t.equal(requests.length, 0);
    }
  },
);

void t.test('without issues the card is hidden, or says the configured text', async (t) => {
  t.equal(componentsOf((await call(t, {})).result), null);
  const { result } = await call(t, { settings: { empty: 'No errors' } });
  t.same(componentsOf(result), [{ componentPlainText: { plainText: 'No errors' } }]);
});

void t.test('shows each issue, and no more than asked for', async (t) => {
  const { result } = await call(t, {
    issues: [issue, issue, issue, issue],
    settings: { limit: 2 },
  });
  t.match(componentsOf(result), [{ componentContainer: {} }, { componentContainer: {} }]);
  t.match(componentsOf(result), { length: 2 });
});

void t.test('a bad issue does not cost the others', async (t) => {
  const { result } = await call(t, { issues: [null, issue, {}, 'x', { ...issue, level: 7 }] });
  t.match(componentsOf(result), { length: 2 });
});

void t.test('links to the search when Sentry has more', async (t) => {
  const link =
    '<https://s.test/?cursor=0:0:1>; rel="previous"; results="false"; cursor="0:0:1", ' +
    '<https://s.test/?cursor=0:3:0>; rel="next"; results="true"; cursor="0:3:0"';
  const { result, origin } = await call(t, { issues: [issue], headers: { link } });
  const search = new URLSearchParams({
    query: 'user.email:"ada@example.com" is:unresolved',
    statsPeriod: '14d',
  });
  t.match(componentsOf(result), [
    { componentContainer: {} },
    {
      componentLinkButton: {
        linkButtonLabel: 'More issues in Sentry',
        linkButtonUrl: `${origin}/organizations/acme/issues/?${search.toString()}`,
      },
    },
  ]);
});

void t.test('links to nothing when Sentry has no more, or does not say so', async (t) => {
  const links = [
    '<https://s.test/>; rel="next"; results="false"',
    '<https://s.test/>; rel="previous"; results="true", <https://s.test/>; rel="next"; results="false"',
    'rubbish',
  ];
  for (const link of links) {
    const { result } = await call(t, { issues: [issue], headers: { link } });
    t.match(componentsOf(result), { length: 1 }, link);
  }
});

void t.test(
  'answers invalid_body when there is no list, or nothing in it can be shown',
  async (t) => {
    for (const issues of [null, {}, { detail: 'x' }, 'x', [null], [{}, { title: '' }]]) {
      const { result } = await call(t, { issues, settings: { empty: 'No errors' } });
      t.match(result, { ok: false, failure: { reason: 'invalid_body' } });
    }
  },
);

void t.test('hands on what the transport says of a failure', async (t) => {
  const { result } = await call(t, { headers: { 'content-type': 'text/html' } });
  t.match(result, { ok: false, failure: { reason: 'content_type' } });
});

void t.test('tells whoever tries it that the e-mail address is missing', async (t) => {
  const config = upstreamSchema.parse({
    name: 'sentry',
    adapter: 'sentry',
    organization: 'acme',
    token: 's3cret',
    cards: { errors: {} },
  });
  if (config.adapter !== 'sentry') throw new TypeError('expected a sentry upstream');
  const explainer = createExplainer();
  const sentryCall = createSentryCall(config, openTransport(t, config.url), explainer.trace);
  const subject = {
    customer: { id: 'c_1', email: null, externalId: 'x' },
    thread: null,
    tenant: null,
  };
  const request = { keys: ['errors'], subject, workspaceId: 'w_1', deadlineAt: 1_500 };
  await sentryCall(request, new AbortController().signal);
  t.same(explainer.whyEmpty('errors'), {
    kind: 'no_value',
    place: 'request',
    placeholders: ['customer.email'],
  });
});

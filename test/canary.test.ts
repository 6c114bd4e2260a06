import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import Fastify from 'fastify';
import { pino } from 'pino';
import t from 'tap';
import type { Test } from 'tap';
import { customerCardsAdmin } from '../plugins/admin.ts';
import { systemClock } from '../src/clock.ts';
import type { CardsQuery } from '../src/config/function-upstream.ts';
import type { Gateway } from '../src/gateway.ts';
import { openTracing } from '../src/observe/tracing/otlp.ts';
import type { Tracing } from '../src/observe/tracing/otlp.ts';
import { outcomes, reasons } from '../src/outcome.ts';
import { createSkippingClock } from './faults/bench.ts';
import { loadGateway } from './faults/mutant.ts';
import type { Mutation } from './faults/mutant.ts';
import { echo } from './fixtures/echo.ts';
import { exchange, get, post, rawPost } from './fixtures/http.ts';
import { startLeakyServices } from './fixtures/leaky-services.ts';
import { startOtlpReceiver } from './fixtures/otlp-receiver.ts';
import { adminAuthorization, configOf } from './fixtures/stack.ts';

/** Whatever comes from customers, services, callers and secrets has it. */
const mark = 'Canary7Q';
const secret = { authorization: `Bearer ${mark}-cards` };
const trace = {
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: `edge=${mark}`,
};

function subjectOf(who: string) {
  return {
    customer: { id: `c_${mark}_${who}`, email: `${mark}.${who}@example.com`, externalId: mark },
    thread: { id: `th_${mark}`, externalId: `${mark}-thread` },
    tenant: { id: `te_${mark}`, externalId: `${mark}-tenant` },
  };
}

const { email } = subjectOf('ada').customer;
/** The mark, and what an e-mail address with it looks like encoded or hashed. */
const signs = [
  mark,
  ...(['hex', 'base64', 'base64url'] as const).flatMap((encoding) => [
    Buffer.from(mark).toString(encoding).slice(0, 10),
    hash('sha256', email, encoding),
  ]),
].map((sign) => sign.toLowerCase());

function hasMark(text: string): boolean {
  return signs.some((sign) => text.toLowerCase().includes(sign));
}

const steady = { breaker: { consecutiveFailures: 1_000_000, minimumCalls: 1_000_000 } };

/** Cards that go well, and those that time or an operator sees to. Each is asked for by itself. */
function goodService(state: { isDown: boolean }) {
  return {
    ...steady,
    name: 'good',
    adapter: 'function' as const,
    timeoutMs: 60_000,
    cards: {
      good: { sends: ['customer' as const, 'thread' as const, 'tenant' as const] },
      aging: { ttlSeconds: 60, staleWhileRevalidateSeconds: 3_600 },
      none: { sends: ['customer' as const, 'tenant' as const] },
      purged: { sends: ['customer' as const, 'thread' as const] },
      disabled: {},
      retired: { retired: true },
    },
    async fetch(query: CardsQuery): Promise<unknown> {
      if (state.isDown) throw new Error(`no ${mark}`);
      if (query.cardKeys.includes('purged')) await new Promise(() => {});
      await pause(100);
      const components = query.cardKeys.includes('none') ? { components: null } : {};
      const { cards } = echo(query) as { cards: object[] };
      return { cards: cards.map((card) => ({ ...card, ...components })) };
    },
  };
}

interface Line {
  readonly msg: string;
  readonly cards?: readonly { readonly outcome?: string; readonly reason?: string }[];
}

async function openTraces(url: string): Promise<Tracing> {
  const config = {
    otlp: { url, headers: { 'x-key': mark } },
    sampleRatio: 1,
    serviceName: 'cards',
  };
  const opened = await openTracing(config, { clock: systemClock, version: '1' });
  if (!opened.ok) throw new Error(opened.message);
  return opened.tracing;
}

/** A gateway between callers and services that all have the mark. */
async function start(t: Test, without: readonly Mutation[]) {
  const { assembleGateway, startServer } = await loadGateway(without);
  const written: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void written.push(line) });
  const clock = createSkippingClock();
  const state = { isDown: false };
  const upstreams = [...(await startLeakyServices(t, mark)), goodService(state)];
  const config = configOf({
    auth: {
      headers: [{ name: 'authorization', value: secret.authorization }],
    },
    deadlineMs: 1_000,
    rateLimit: { failuresPerMinute: 3 },
    upstreams,
  });
  const receiver = await startOtlpReceiver(t);
  const tracing = await openTraces(receiver.url);
  const { tracer } = tracing;
  const gateway = assembleGateway(config, { log, clock, tracer, processMetrics: true });
  const server = await startServer(gateway);
  t.teardown(() => server.stop());
  /** By where it was seen: everything that leaves the gateway, but for answers with cards. */
  const seen = new Map<string, string>();
  let shown = 0;
  return {
    seen,
    clock,
    state,
    server,
    gateway,
    keys: upstreams.flatMap(({ cards }) => Object.keys(cards)).filter((key) => key !== 'purged'),
    shown: () => shown,
    lines: () => written.map((line) => JSON.parse(line) as Line),
    log: () => written.join(''),
    async traces(): Promise<string> {
      await tracing.close();
      return receiver.bodies.join('');
    },
    async ask(cardKeys: readonly string[], who: string): Promise<void> {
      const url = `${server.url}/cards?email=${email}`;
      const { status, cards } = await post(
        url,
        { cardKeys, ...subjectOf(who) },
        { ...secret, ...trace },
      );
      if (status !== 200) throw new Error(`status ${status}`);
      for (const card of cards) {
        if (hasMark(JSON.stringify(card))) shown += 1;
      }
    },
    async command(path: string, body: unknown): Promise<void> {
      const { status, text } = await post(`${server.adminUrl}${path}`, body, adminAuthorization);
      seen.set(`POST ${path} (${status}) ${seen.size}`, withoutShown(text));
    },
  };
}

type Bench = Awaited<ReturnType<typeof start>>;

/** Every way in which a card can end. */
async function playCards(bench: Bench): Promise<void> {
  const { keys, clock, state } = bench;
  await bench.command('/disable', { card: 'disabled', reason: 'being repaired' });
  await Promise.all(['ada', 'ada', 'grace'].map((who) => bench.ask(keys, who)));
  await bench.ask([...keys, 'nobody'], 'ada');
  await bench.ask(keys, 'joan');
  const asked = bench.ask(['purged', 'good'], 'ada');
  await pause(100);
  await bench.command('/cache/purge', { customer: { email } });
  await asked;
  await bench.ask(['good', 'aging'], 'ada');
  clock.skip(600_000);
  state.isDown = true;
  await bench.ask(['aging', 'none'], 'ada');
  await bench.ask(['good', 'none'], 'ada');
}

/** Every way in which a request can be refused. */
async function playRefusals({ server, seen }: Bench): Promise<void> {
  const url = `${server.url}/cards`;
  const body = JSON.stringify({ cardKeys: ['good'], ...subjectOf('ada') });
  const answers = [
    await post(url, `{"${mark}`, secret),
    await post(url, { cardKeys: mark, customer: { [mark]: mark } }, secret),
    await post(url, { cardKeys: [], customer: { id: [mark], email: 7 } }, secret),
    await post(url, body, { ...secret, 'content-type': `text/${mark}` }),
    await post(url, body, { ...secret, 'content-encoding': mark }),
    await post(url, `"${mark.repeat(9_000)}"`, secret),
    await post(`${server.url}/${mark}?${mark}`, body, secret),
    await get(`${server.adminUrl}/${mark}`),
    await get(`${server.adminUrl}/cache`, { authorization: mark }),
    await post(url, body, { 'plain-request-signature': mark, 'x-request-id': email }),
    await post(url, body, { authorization: mark, traceparent: mark }),
    await post(url, body, { authorization: mark }),
    await post(url, body, { authorization: mark }),
  ];
  answers.forEach(({ status, text }, index) => seen.set(`refusal ${index} (${status})`, text));
  const odd = [`Host: ${mark}.example.com`, `X-Request-Id: ${email}`];
  seen.set('two hosts', await exchange(url, rawPost(odd, body)));
  seen.set('no HTTP', await exchange(url, `${mark}\r\n\r\n`));
}

const mappingFile = `
name: x
adapter: json
url: http://${mark}.example.com/\${${mark}}
auth: { bearer: ${mark} }
cards:
  x:
    get: /{customer.email}
    expect: { name: "{customer.email}" }
    components: [{ componentText: { text: "{{ name }} {{ $number(name) }}" } }]
    ttlSeconds: ${mark}
`;

const bodies: Readonly<Record<string, readonly unknown[]>> = {
  '/cache/entries': [{ all: true }, { customer: { email } }, { customer: mark }, { custmer: mark }],
  '/cache/purge': [{ tag: mark }, { customer: { email: [mark] } }, { all: true }],
  '/disable': [{ card: 'good' }, { upstream: 'good', forSeconds: mark }],
  '/enable': [{ card: 'good' }, { crad: mark }],
  '/api/session': [{}],
  '/api/cards': [
    { cardKeys: ['good', 'text', 'nobody'], ...subjectOf('ada') },
    { cardKeys: ['good'], customer: { id: [mark] } },
    { cardKeys: ['good'], ...subjectOf('ada'), workspaceId: `${mark} ?` },
    `{"cardKeys": ["${mark}`,
  ],
  '/api/mapping': [
    { yaml: mappingFile, response: JSON.stringify({ name: mark }), ...subjectOf('ada') },
    { yaml: mappingFile, response: JSON.stringify({ name: mark }), customer: { email } },
    { yaml: mappingFile, response: `{"name": "${mark}`, customer: { mail: mark } },
    { yaml: `name: ${mark}: x`, response: `{"name": "${mark}` },
  ],
  '/api/mapping/response': [
    { cardKeys: ['good'], ...subjectOf('ada') },
    { cardKeys: ['nobody'], ...subjectOf('ada') },
  ],
};

/** What a page is meant to show of cards, mappings and responses; all around it is looked at. */
const shownFields = new Set(['components', 'evaluations', 'exchanges']);

function withoutShown(text: string): string {
  const hide = (key: string, value: unknown) => (shownFields.has(key) ? null : value);
  return text.startsWith('{') ? JSON.stringify(JSON.parse(text, hide)) : text;
}

/** Every page of the admin listener, as the plugin has them. */
async function visitAdmin(bench: Bench): Promise<void> {
  const { server, seen, gateway } = bench;
  const [, asset = ''] = /"assets\/([^"]+)"/.exec((await get(server.adminUrl)).text) ?? [];
  for (const { method, url } of await adminRoutes(gateway)) {
    if (method === 'POST') {
      for (const body of bodies[url] ?? []) await bench.command(url, body);
    } else {
      const address = `${server.adminUrl}${url.replace(':name', asset)}`;
      const answer = await fetch(address, { method, headers: adminAuthorization });
      seen.set(`${method} ${url} (${answer.status})`, withoutShown(await answer.text()));
    }
  }
}

async function adminRoutes(gateway: Gateway): Promise<{ method: string; url: string }[]> {
  const routes: { method: string; url: string }[] = [];
  const app = Fastify({ exposeHeadRoutes: false });
  app.addHook('onRoute', ({ method, url }) => void routes.push({ method: String(method), url }));
  await app.register(customerCardsAdmin, { gateway }).close();
  return routes;
}

async function play(t: Test, without: readonly Mutation[] = []) {
  const bench = await start(t, without);
  await playCards(bench);
  await playRefusals(bench);
  await visitAdmin(bench);
  await bench.server.stop();
  const traces = await bench.traces();
  const seen = new Map([...bench.seen, ['the log', bench.log()], ['the traces', traces]]);
  return {
    ...bench,
    traces,
    leaks: [...seen].filter(([, text]) => hasMark(text)).map(([where]) => where),
  };
}

await t.test(
  'of customers, services, callers and secrets nothing is seen but in the cards',
  async (t) => {
    const { leaks, lines, shown, seen, traces, gateway } = await play(t);
    t.same(leaks, []);
    t.ok(shown() >= 10, 'the cards themselves have it');
    t.match(traces, /"fetch good"/, 'there are traces');

    const cards = lines().flatMap(({ cards = [] }) => cards);
    const missing = (all: readonly string[], found: readonly (string | undefined)[]) =>
      all.filter((word) => !found.includes(word));
    t.same(
      missing(
        outcomes,
        cards.map(({ outcome }) => outcome),
      ),
      [],
      'every outcome came up',
    );
    t.same(
      missing(
        reasons,
        cards.map(({ reason }) => reason),
      ),
      [],
      'every reason came up',
    );
    const visited = [...seen.keys()].join();
    for (const { method, url } of await adminRoutes(gateway)) {
      t.ok(visited.includes(`${method} ${url} (20`), `${method} ${url} was visited`);
    }
  },
);

await t.test('a log that told the message of an error would be found out', async (t) => {
  const { leaks } = await play(t, [
    {
      file: 'src/observe/log.ts',
      cut: 'return { type: error.name,',
      instead: 'return { type: error.name, message: error.message,',
    },
  ]);
  t.same(leaks, ['the log']);
});

await t.test('a trace that told what a service is asked would be found out', async (t) => {
  const { leaks } = await play(t, [
    {
      file: 'src/fan-out/spans.ts',
      cut: 'begin({ method, template }: HttpRequest',
      instead: 'begin({ method, path: template }: HttpRequest',
    },
  ]);
  t.same(leaks, ['the traces']);
});

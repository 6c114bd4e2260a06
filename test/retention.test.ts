import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { json } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import type { Test } from 'tap';
import { cacheSettings } from './fixtures/slots.ts';
import type { Mutation } from './faults/mutant.ts';
import type { Listening, Order, WorkerData } from './fixtures/gateway-worker.ts';
import { post } from './fixtures/http.ts';
import { startMarkedServices } from './fixtures/marked-services.ts';
import { adminAuthorization, authorization, configOf } from './fixtures/stack.ts';

const text = { components: [{ componentText: { text: 'x' } }] };
const service = {
  name: 'orders',
  adapter: 'json' as const,
  url: 'http://127.0.0.1:1',
  cards: { order: { get: '/', ...text } },
};

/** Whatever there is of the customer has it. */
const mark = 'Canary7Q';
const email = `${mark}@example.com`;
const subject = {
  customer: { id: `c_${mark}`, email, externalId: mark },
  thread: { id: `th_${mark}`, externalId: `${mark}-thread` },
  tenant: { id: `te_${mark}`, externalId: `${mark}-tenant` },
};
const foundId = `cus_${mark}`;
/** How the address is kept of a client that failed to prove who it is. */
const address = 'address 127.0.0.1';
const shown = ['good', 'threaded', 'newest', 'sentry', 'code'];
const failing = ['silent', 'cut', 'broken', 'invalid', 'error', 'unmapped', 'throwing'];

const browsed = {
  '/api/cards': { cardKeys: shown, ...subject },
  '/api/mapping/response': { cardKeys: ['newest'], ...subject },
  '/api/mapping': {
    yaml: 'name: x\nadapter: json\nurl: http://x\ncards: { x: { get: "/{customer.id}", components: "{{ [{ \'componentText\': { \'text\': name } }] }}" } }',
    response: JSON.stringify({ name: mark }),
    customer: subject.customer,
  },
};

/** A gateway with a heap of its own: what a test holds is not in it. */
async function start(t: Test, without: readonly Mutation[] = []) {
  const workerData: WorkerData = { serviceUrl: await startMarkedServices(t, mark), without };
  const worker = new Worker(new URL('fixtures/gateway-worker.ts', import.meta.url), { workerData });
  const [{ url, adminUrl }] = (await once(worker, 'message')) as [Listening];

  async function order(what: Order): Promise<void> {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(what);
    await once(worker, 'message');
  }
  t.teardown(() => order('stop'));

  return {
    order,
    ask: (cardKeys: unknown, headers: Record<string, string> = authorization) =>
      post(`${url}/cards?email=${email}`, { cardKeys, ...subject }, headers),
    /** As the pages do. */
    browse: (path: string, body: object) => post(`${adminUrl}${path}`, body, adminAuthorization),
    purge: () => post(`${adminUrl}/cache/purge`, { customer: { email } }, adminAuthorization),
    /** All strings that anything still leads to, whatever it is that they are the name or the content of. */
    async strings(): Promise<string[]> {
      await order('collect');
      const snapshot = (await json(await worker.getHeapSnapshot())) as { strings: string[] };
      return snapshot.strings.filter((text) => text.includes(mark) || text === address);
    },
  };
}

/** All cards, those that fail one by one as well, and what is refused; kept connections stay open. */
async function askForEverything(t: Test, { ask, browse }: Awaited<ReturnType<typeof start>>) {
  const { cards } = await ask([...shown, ...failing]);
  t.same(
    cards.flatMap(({ key, components }) => (JSON.stringify(components).includes(mark) ? key : [])),
    shown,
  );
  await Promise.all(failing.map((key) => ask([key])));
  for (const [path, body] of Object.entries(browsed)) {
    t.match(await browse(path, body), { status: 200, text: mark }, path);
  }
  t.equal((await ask(mark)).status, 400);
  t.equal((await ask(shown, { authorization: mark })).status, 401);
}

/** From the question on: TTL, the longer stale window, and a minute until the next sweep. */
const { defaultTtlSeconds, staleIfErrorSeconds } = cacheSettings();
const lastUseMs = (defaultTtlSeconds + staleIfErrorSeconds) * 1000;
const sweepMs = 60_000 + 1_000;

t.setTimeout(120_000);

await t.test('the figures of the page are those of the configuration', async (t) => {
  const { gateway, upstreams } = configOf({ upstreams: [service] });
  const fields: Record<string, unknown> = {
    ...upstreams[0],
    ...gateway,
    ...Object.fromEntries(
      Object.entries(gateway.cache).map(([name, value]) => [`cache.${name}`, value]),
    ),
  };
  const page = await readFile('docs/data-retention.md', 'utf8');
  const figures = [...page.matchAll(/`([\w.]+)` \((\d+)\)/g)];
  t.ok(figures.length >= 9);
  for (const [, name = '', figure] of figures) t.equal(String(fields[name]), figure, name);
  t.match(page, `${Math.ceil((lastUseMs + 60_000) / 60_000)} minutes`);
});

const gateway = await start(t);

await t.test('after an erasure nothing leads to the customer any more', async (t) => {
  await askForEverything(t, gateway);
  t.match(JSON.parse((await gateway.purge()).text), { cards: shown.length });
  t.same(await gateway.strings(), [address]);
});

await t.test('a minute after its last use nothing leads to a customer any more', async (t) => {
  await askForEverything(t, gateway);
  await gateway.order({ advanceMs: lastUseMs + sweepMs });
  t.same(await gateway.strings(), []);
});

await t.test('without a sweep they would stay', async (t) => {
  const gateway = await start(t, [
    { file: 'src/sweep.ts', cut: 'steps.next().done === true', instead: 'true' },
  ]);
  await askForEverything(t, gateway);
  await gateway.order({ advanceMs: 10 * (lastUseMs + sweepMs) });
  const after = await gateway.strings();
  for (const text of [email, foundId, address]) t.ok(after.includes(text), text);
});

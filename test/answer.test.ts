import t from 'tap';
import type { Test } from 'tap';
import type { CardsQuery } from '../src/config/function-upstream.ts';
import type { GatewayOptions } from '../src/config/options.ts';
import { createManualClock } from './fixtures/clock.ts';
import { echo, startPlainService } from './fixtures/echo.ts';
import { createLogCapture } from './fixtures/log.ts';
import { configOf, startGateway } from './fixtures/stack.ts';

interface HeldCall {
  readonly query: CardsQuery;
  readonly signal: AbortSignal;
  readonly answer: (value: unknown) => void;
}

/** An upstream function whose calls wait for the test. */
function createHeldUpstream() {
  const calls: HeldCall[] = [];
  let arrived = Promise.withResolvers<HeldCall>();
  return {
    calls,
    /** The next call to arrive. */
    next: () => arrived.promise,
    fetch: (query: CardsQuery, { signal }: { readonly signal: AbortSignal }): Promise<unknown> => {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      const call = { query, signal, answer: resolve };
      calls.push(call);
      arrived.resolve(call);
      arrived = Promise.withResolvers();
      return promise;
    },
  };
}

/** A gateway on a clock of the test's, with one upstream. */
async function start(
  t: Test,
  fetch: (query: CardsQuery, options: { readonly signal: AbortSignal }) => Promise<unknown>,
  { timeoutMs = 2_000, ...options }: Partial<GatewayOptions> & { timeoutMs?: number } = {},
) {
  const clock = createManualClock();
  const log = createLogCapture();
  const config = configOf({
    ...options,
    upstreams: [
      {
        name: 'billing',
        adapter: 'function',
        timeoutMs,
        fetch,
        cards: { usage: {}, seats: {}, invoice: {} },
      },
    ],
  });
  return { clock, log, ...(await startGateway(t, config, { clock, log })) };
}

await t.test('one call per upstream and set of dimensions brings all its cards', async (t) => {
  const service = await startPlainService(t, echo);
  const other = await startPlainService(t, echo);
  const { ask } = await startGateway(
    t,
    configOf({
      upstreams: [
        {
          name: 'billing',
          adapter: 'plain',
          url: service.url,
          cards: {
            usage: {},
            seats: { sends: ['customer'] },
            notes: { sends: ['customer', 'thread'] },
            tasks: { sends: ['thread', 'customer'] },
            company: { sends: ['customer', 'tenant'] },
          },
        },
        { name: 'orders', adapter: 'plain', url: other.url, cards: { orders: {} } },
      ],
    }),
  );
  const thread = { id: 'th_1', externalId: null };
  const tenant = { id: 'te_1', externalId: 'org_1' };
  await ask(['company', 'usage', 'notes', 'orders', 'seats', 'tasks'], { thread, tenant });
  t.strictSame(
    service.queries.map((query) => [query.cardKeys, query.thread, query.tenant]),
    [
      [['company'], null, tenant],
      [['usage', 'seats'], null, null],
      [['notes', 'tasks'], thread, null],
    ],
    'what is not listed is withheld as null',
  );
  t.strictSame(
    other.queries.map(({ cardKeys }) => cardKeys),
    [['orders']],
  );
});

await t.test('a second request is answered from the cache', async (t) => {
  const calls: (readonly string[])[] = [];
  const { ask, log, clock } = await start(t, async (query) => {
    calls.push(query.cardKeys);
    return echo(query, 90);
  });
  const first = await ask(['usage', 'seats']);
  t.strictSame(log.outcomes(), { usage: 'fresh', seats: 'fresh' });
  t.equal(first.cards[0]?.timeToLiveSeconds, 60);
  clock.advance(50_000);
  const second = await ask(['seats', 'invoice', 'usage']);
  t.strictSame(log.outcomes(), { seats: 'cached', invoice: 'fresh', usage: 'cached' });
  t.equal(second.cards[2]?.timeToLiveSeconds, 40, 'ages add up');
  t.strictSame(second.cards[2]?.components, first.cards[0]?.components);
  t.strictSame(calls, [['usage', 'seats'], ['invoice']], 'only what is missing is asked for');
});

await t.test('a copy that is too old is fetched again', async (t) => {
  let count = 0;
  const { ask, log, clock } = await start(t, async (query) => {
    count += 1;
    return echo(query, 60);
  });
  await ask(['usage', 'seats']);
  clock.advance(41_000);
  await ask(['usage', 'seats']);
  t.strictSame(log.outcomes(), { usage: 'fresh', seats: 'fresh' });
  t.equal(count, 2);
});

await t.test('identical requests at the same time make one call', async (t) => {
  const upstream = createHeldUpstream();
  const { ask, log } = await start(t, upstream.fetch);
  const arrival = upstream.next();
  const answers = Array.from({ length: 20 }, () => ask(['usage', 'seats']));
  const call = await arrival;
  // Another key waits for a call of its own; the keys under way are joined.
  const another = upstream.next();
  const late = ask(['usage', 'invoice']);
  const second = await another;
  t.strictSame(second.query.cardKeys, ['invoice']);
  second.answer(echo(second.query));
  call.answer(echo(call.query));
  for (const { cards } of await Promise.all(answers)) t.ok(cards.every((card) => card.components));
  t.equal((await late).status, 200);
  t.equal(upstream.calls.length, 2);
  const outcomes = log.lines.map(({ fields }) => JSON.stringify(fields['cards']));
  const led = outcomes.filter((cards) => cards.includes('"usage","outcome":"fresh"'));
  t.equal(led.length, 1, 'the others joined, or came after');
});

await t.test('at the deadline the answer has what there is, and late cards are kept', async (t) => {
  const upstream = createHeldUpstream();
  const { ask, log, clock } = await start(t, upstream.fetch, { timeoutMs: 10_000 });
  const arrival = upstream.next();
  const answer = ask(['usage', 'seats']);
  const call = await arrival;
  clock.advance(5_000);
  const { status, cards } = await answer;
  t.equal(status, 200);
  t.match(cards, [
    { key: 'usage', timeToLiveSeconds: 15 },
    { key: 'seats', timeToLiveSeconds: 15 },
  ]);
  t.match(JSON.stringify(cards), /Couldn't load billing just now/);
  t.strictSame(log.outcomes(), { usage: 'unavailable', seats: 'unavailable' });
  t.notOk(call.signal.aborted, 'the call goes on');

  call.answer(echo(call.query));
  const next = await ask(['usage', 'seats']);
  t.match(JSON.stringify(next.cards), /marta\.lindqvist/);
  t.equal(upstream.calls.length, 1);
});

await t.test('a request that comes while a slow call runs waits for that call', async (t) => {
  const upstream = createHeldUpstream();
  const { ask, log, clock } = await start(t, upstream.fetch, { timeoutMs: 10_000 });
  const arrival = upstream.next();
  const first = ask(['usage']);
  const call = await arrival;
  clock.advance(5_000);
  await first;
  const another = upstream.next();
  const second = ask(['usage', 'seats']);
  const forSeats = await another;
  forSeats.answer(echo(forSeats.query));
  call.answer(echo(call.query));
  t.match(JSON.stringify((await second).cards), /marta\.lindqvist/);
  t.strictSame(log.outcomes(), { usage: 'coalesced', seats: 'fresh' });
});

await t.test('when its time is over a call is aborted', async (t) => {
  const upstream = createHeldUpstream();
  const { ask, clock } = await start(t, upstream.fetch);
  const arrival = upstream.next();
  const answer = ask(['usage']);
  const call = await arrival;
  clock.advance(2_000);
  t.match((await answer).cards, [{ timeToLiveSeconds: 15 }]);
  t.ok(call.signal.aborted);
});

const withButton = {
  key: 'usage',
  timeToLiveSeconds: 60,
  components: [
    { componentText: { text: 'Past due' } },
    {
      componentWorkflowButton: {
        workflowButtonLabel: 'Refund',
        workflowButtonWorkflowIdentifier: { workflowKey: 'refund' },
      },
    },
  ],
};

await t.test('when a refresh fails, the last good card stands in, without buttons', async (t) => {
  let answer: unknown = { cards: [withButton] };
  const { ask, log, clock } = await start(t, async () => answer);
  t.match(JSON.stringify((await ask(['usage'])).cards), /Refund/);
  answer = 'garbage';
  clock.advance(61_000);
  const { cards } = await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'stale_error' });
  t.match(cards, [
    {
      timeToLiveSeconds: 15,
      components: [
        { componentPlainText: { plainText: "Couldn't refresh. Data from" } },
        { componentDateTime: { dateTimeIso8601: '2026-01-01T00:00:00.000Z' } },
        { componentText: { text: 'Past due' } },
      ],
    },
  ]);
  t.equal(cards[0]?.components?.length, 3);

  answer = { cards: [withButton] };
  await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'fresh' }, 'and the next success replaces it');
});

await t.test('the last good card stands in for no longer than configured', async (t) => {
  let answer: unknown = { cards: [withButton] };
  const { ask, log, clock } = await start(t, async () => answer, {
    cache: { staleIfErrorSeconds: 100 },
  });
  await ask(['usage']);
  answer = 'garbage';
  clock.advance(145_000);
  await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'stale_error' });
  clock.advance(1);
  await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'unavailable' });
});

await t.test('a failure is not kept: a click on reload asks again', async (t) => {
  let answer: unknown = 'garbage';
  const { ask, log } = await start(t, async () => answer);
  await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'unavailable' });
  answer = { cards: [withButton] };
  await ask(['usage']);
  t.strictSame(log.outcomes(), { usage: 'fresh' });
});

await t.test('a service that keeps failing is left alone for a while', async (t) => {
  let calls = 0;
  const { ask, log, clock } = await start(t, async (query) => {
    calls += 1;
    return calls > 3 ? echo(query) : 'garbage';
  });
  for (let count = 0; count < 6; count += 1) await ask(['usage']);
  t.equal(calls, 3);
  clock.advance(10_000);
  await ask(['usage']);
  t.equal(calls, 4);
  t.strictSame(log.outcomes(), { usage: 'fresh' });
});

await t.test('"no data" is an answer, kept for a minute', async (t) => {
  let calls = 0;
  const { ask, log } = await start(t, async () => {
    calls += 1;
    return { cards: [{ key: 'usage', timeToLiveSeconds: 86_400, components: null }] };
  });
  await ask(['usage']);
  const { cards } = await ask(['usage']);
  t.strictSame(cards, [{ key: 'usage', timeToLiveSeconds: 60, components: null }]);
  t.strictSame(log.outcomes(), { usage: 'empty' });
  t.equal(calls, 1);
});

await t.test('a key that a service leaves out costs that card only', async (t) => {
  const { ask, log } = await start(t, async () => ({ cards: [withButton] }));
  const { cards } = await ask(['seats', 'usage']);
  t.strictSame(log.outcomes(), { seats: 'unavailable', usage: 'fresh' });
  t.match(cards, [{ key: 'seats', timeToLiveSeconds: 15 }, { key: 'usage' }]);
});

import t from 'tap';
import { subject } from './fixtures/cards.ts';
import { createHeldGateway } from './fixtures/held-gateway.ts';
import type { Asked } from './fixtures/held-gateway.ts';

const billing = { billing: { a: {}, b: {}, c: {} } };

function textOf({ cards }: Asked, index = 0): string {
  return JSON.stringify(cards?.[index]?.components);
}

await t.test('overlapping requests ask for each card once', async (t) => {
  const { ask, asked, calls, settle } = createHeldGateway(t, billing);
  const first = await ask(['a', 'b']);
  const second = await ask(['b', 'c']);
  t.strictSame(asked(), ['billing: a b', 'billing: c']);
  calls[1]?.answer();
  await settle();
  t.equal(second.cards, null, 'waits for what the other asked');
  calls[0]?.answer();
  await settle();
  t.strictSame(first.outcomes, { a: 'fresh', b: 'fresh' });
  t.strictSame(second.outcomes, { b: 'coalesced', c: 'fresh' });
  t.equal(textOf(second), textOf(first));
});

await t.test(
  'a failure reaches all who wait, once, and is not told beyond the cool-down',
  async (t) => {
    const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing);
    const waiting = [await ask(['a', 'b']), await ask(['a', 'b']), await ask(['b', 'a'])];
    calls[0]?.fail();
    await settle();
    for (const { outcomes } of waiting)
      t.strictSame(outcomes, { a: 'unavailable', b: 'unavailable' });
    const soon = await ask(['a', 'b']);
    t.match(soon.cards, [{ timeToLiveSeconds: 15 }, { timeToLiveSeconds: 15 }]);
    t.equal(asked().length, 1, 'left alone for a moment');
    clock.advance(5_000);
    await ask(['a', 'b']);
    t.equal(asked().length, 2);
  },
);

await t.test('the same request never pays twice', async (t) => {
  const { ask, asked, calls, settle } = createHeldGateway(t, billing, {
    cache: { coolDownSeconds: 0 },
  });
  const request = await ask(['a']);
  calls[0]?.fail();
  await settle();
  t.match(request.outcomes, { a: 'unavailable' });
  t.equal(asked().length, 1);
});

await t.test(
  'a failing refresh is paid for by nobody twice, and the last good card survives',
  async (t) => {
    const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing, {
      cache: { staleIfErrorSeconds: 100 },
    });
    await ask(['a', 'b']);
    calls[0]?.answer({ timeToLiveSeconds: 60 });
    await settle();
    clock.advance(50_000);
    const waiting = [await ask(['a', 'b']), await ask(['b', 'a'])];
    calls[1]?.fail();
    await settle();
    for (const { outcomes } of waiting)
      t.strictSame(outcomes, { a: 'stale_error', b: 'stale_error' });
    t.equal(asked().length, 2);
    clock.advance(95_000);
    const last = await ask(['a', 'b']);
    calls[2]?.fail();
    await settle();
    t.strictSame(last.outcomes, { a: 'stale_error', b: 'stale_error' }, 'until its hard expiry');
    clock.advance(5_001);
    const beyond = await ask(['a', 'b']);
    calls[3]?.fail();
    await settle();
    t.strictSame(beyond.outcomes, { a: 'unavailable', b: 'unavailable' });
  },
);

await t.test(
  'a card past its TTL is shown at once and refreshed once, in the background',
  async (t) => {
    const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing, {
      cache: { staleWhileRevalidateSeconds: 60 },
    });
    await ask(['a', 'b']);
    calls[0]?.answer({ timeToLiveSeconds: 60 });
    await settle();
    clock.advance(50_000);
    const asks = [await ask(['a', 'b']), await ask(['a', 'b']), await ask(['a', 'b'])];
    for (const { outcomes, cards } of asks) {
      t.strictSame(outcomes, { a: 'stale_refreshing', b: 'stale_refreshing' });
      t.match(cards, [{ timeToLiveSeconds: 15 }, { timeToLiveSeconds: 15 }]);
    }
    t.strictSame(asked(), ['billing: a b', 'billing: a b']);
    calls[1]?.answer();
    await settle();
    const next = await ask(['a', 'b']);
    t.strictSame(next.outcomes, { a: 'cached', b: 'cached' });
    t.match(textOf(next), 'call 2');
  },
);

await t.test('a background refresh is bounded and leaves nothing behind', async (t) => {
  const { ask, asked, calls, settle, clock, gateway } = createHeldGateway(t, billing, {
    cache: { staleWhileRevalidateSeconds: 600 },
  });
  await ask(['a', 'b']);
  calls[0]?.answer({ timeToLiveSeconds: 60 });
  await settle();
  clock.advance(50_000);
  await ask(['a', 'b']);
  await clock.run(clock.now() + 10_000);
  t.equal(calls[1]?.signal.aborted, true);
  t.equal(gateway.slots.underWay, 0);
  await ask(['a', 'b']);
  t.equal(asked().length, 2, 'it cools down');
});

await t.test('late results are kept', async (t) => {
  const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing);
  const request = await ask(['a', 'b']);
  await clock.run(clock.now() + 5_000);
  t.strictSame(request.outcomes, { a: 'unavailable', b: 'unavailable' });
  clock.advance(3_000);
  calls[0]?.answer();
  await settle();
  const next = await ask(['a', 'b']);
  t.strictSame(next.outcomes, { a: 'cached', b: 'cached' });
  t.match(next.cards, [{ timeToLiveSeconds: 60 }, {}]);
  t.equal(asked().length, 1);
});

await t.test('one card answers in time while another is late', async (t) => {
  const { ask, calls, clock } = createHeldGateway(t, { billing: { a: {} }, orders: { o: {} } });
  const request = await ask(['o', 'a']);
  calls[1]?.answer();
  await clock.run(clock.now() + 5_000);
  t.strictSame(request.outcomes, { o: 'unavailable', a: 'fresh' });
});

await t.test('"no data" is kept for its own time', async (t) => {
  const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing, {
    cache: { emptyTtlSeconds: 40 },
  });
  const first = await ask(['a', 'b']);
  calls[0]?.answer({ components: null, timeToLiveSeconds: 86_400 });
  await settle();
  t.match(first.cards, [{ timeToLiveSeconds: 40, components: null }, {}]);
  clock.advance(20_000);
  t.strictSame((await ask(['a', 'b'])).outcomes, { a: 'empty', b: 'empty' });
  t.equal(asked().length, 1);
  clock.advance(1);
  await ask(['a', 'b']);
  t.equal(asked().length, 2);
});

await t.test('cards that send different dimensions travel in different calls', async (t) => {
  const sends = (...dimensions: string[]): object => ({ sends: ['customer', ...dimensions] });
  const { ask, calls } = createHeldGateway(t, {
    billing: { a: {}, b: sends('thread'), c: sends('tenant'), d: sends('thread'), e: {} },
    orders: { o: sends('thread', 'tenant') },
  });
  await ask(['a', 'b', 'c', 'd', 'e', 'o']);
  const { customer, thread, tenant } = subject;
  t.strictSame(
    calls.map(({ query }) => ({ ...query })),
    [
      { cardKeys: ['a', 'e'], customer, thread: null, tenant: null, workspaceId: 'w_1' },
      { cardKeys: ['b', 'd'], customer, thread, tenant: null, workspaceId: 'w_1' },
      { cardKeys: ['c'], customer, thread: null, tenant, workspaceId: 'w_1' },
      { cardKeys: ['o'], customer, thread, tenant, workspaceId: 'w_1' },
    ],
  );
});

await t.test('a card is shared by the threads it does not send, and by no others', async (t) => {
  const { ask, asked, calls, settle } = createHeldGateway(t, {
    billing: { a: {}, b: { sends: ['customer', 'thread'] } },
  });
  await ask(['a', 'b']);
  for (const call of calls) call.answer();
  await settle();
  await ask(['a', 'b'], { ...subject, thread: { id: 'th_2', externalId: null } });
  t.strictSame(asked(), ['billing: a', 'billing: b', 'billing: b']);
});

await t.test('customers are told apart by all their identifiers', async (t) => {
  const { ask, asked, calls, settle } = createHeldGateway(t, billing);
  const { customer } = subject;
  await ask(['a', 'b']);
  calls[0]?.answer();
  await settle();
  for (const changed of [
    { ...customer, id: 'c_2' },
    { ...customer, email: 'eve@example.com' },
    { ...customer, externalId: null },
  ])
    await ask(['a', 'b'], { ...subject, customer: changed });
  t.equal(asked().length, 4);
});

await t.test('a thousand requests for one cold customer make one call per upstream', async (t) => {
  const upstreams = { billing: { a: {}, b: {} }, orders: { o: {} }, slow: { s: {} } };
  const { ask, asked, calls, settle, clock } = createHeldGateway(t, upstreams);
  async function storm(): Promise<Asked[]> {
    const requests: Promise<Asked>[] = [];
    for (let count = 0; count < 1_000; count += 1) requests.push(ask(['a', 'o', 'b', 's']));
    return Promise.all(requests);
  }
  const cold = await storm();
  t.strictSame(asked(), ['billing: a b', 'orders: o', 'slow: s']);
  calls[0]?.answer({ timeToLiveSeconds: 60 });
  calls[1]?.fail();
  await clock.run(clock.now() + 5_000);
  t.equal(asked().length, 3);
  for (const { cards } of cold)
    t.equal(cards?.map(({ timeToLiveSeconds }) => timeToLiveSeconds).join(), '55,15,55,15');
  calls[2]?.answer({ timeToLiveSeconds: 60 });
  await settle();

  clock.advance(60_000);
  const expired = await storm();
  t.strictSame(asked().slice(3), ['billing: a b', 'orders: o', 'slow: s'], 'and so on expiry');
  calls[3]?.fail();
  calls[4]?.answer();
  await clock.run(clock.now() + 5_000);
  t.equal(asked().length, 6);
  for (const { cards } of expired) t.match(JSON.stringify(cards), /Couldn't refresh.*call 5/);
});

await t.test('a thousand clicks on reload in a moment make one call', async (t) => {
  const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing);
  await ask(['a', 'b']);
  calls[0]?.answer();
  await settle();
  clock.advance(10_000);
  const clicks: Promise<Asked>[] = [];
  for (let count = 0; count < 1_000; count += 1) clicks.push(ask(['a']));
  const reloads = await Promise.all(clicks);
  t.strictSame(asked(), ['billing: a b', 'billing: a']);
  calls[1]?.answer();
  await settle();
  for (const reload of reloads) t.match(textOf(reload), 'call 2');
});

await t.test('a reload that fails shows the last good card under a line', async (t) => {
  const { ask, calls, settle, clock } = createHeldGateway(t, billing);
  await ask(['a', 'b']);
  calls[0]?.answer();
  await settle();
  clock.advance(10_000);
  const reload = await ask(['a']);
  calls[1]?.fail();
  await settle();
  t.strictSame(reload.outcomes, { a: 'stale_error' });
  t.match(textOf(reload), /Couldn't refresh\. Data from.*2026-01-01T00:00:00.000Z.*call 1/);
  t.strictSame(
    (await ask(['a', 'b'])).outcomes,
    { a: 'cached', b: 'cached' },
    'others still have it',
  );
});

await t.test('steps of the wall clock change nothing', async (t) => {
  const { ask, asked, calls, settle, clock } = createHeldGateway(t, billing);
  await ask(['a', 'b']);
  calls[0]?.answer({ timeToLiveSeconds: 300 });
  await settle();
  for (const wallMs of [Date.UTC(2030, 0, 1), 0]) {
    clock.wallNow = () => wallMs;
    clock.advance(10_000);
    const { cards } = await ask(['a', 'b']);
    t.match(cards, [{ timeToLiveSeconds: 60 }, { timeToLiveSeconds: 60 }]);
  }
  t.equal(asked().length, 1);
});

await t.test('after a purge nothing of before is shown, also by requests that wait', async (t) => {
  const { ask, asked, calls, settle, gateway } = createHeldGateway(t, {
    billing: { a: {}, b: {} },
    orders: { o: {} },
  });
  await ask(['a', 'b']);
  calls[0]?.answer();
  await settle();
  const waiting = await ask(['a', 'o']);
  const joined = await ask(['o', 'a']);
  gateway.slots.purge({ customer: { externalId: 'acct_1' } });
  await settle();
  t.strictSame(waiting.outcomes, { a: 'unavailable', o: 'unavailable' });
  t.strictSame(joined.outcomes, { a: 'unavailable', o: 'unavailable' });
  calls[1]?.answer();
  await settle();
  const next = await ask(['a', 'o']);
  t.strictSame(asked().slice(2), ['billing: a', 'orders: o']);
  t.equal(next.cards, null);
  for (const call of calls.slice(2)) call.answer();
  await settle();
  t.strictSame(next.outcomes, { a: 'fresh', o: 'fresh' });
});

await t.test('tags reach the purge, and never Plain', async (t) => {
  const { ask, calls, settle, gateway } = createHeldGateway(t, billing);
  const request = await ask(['a', 'b']);
  calls[0]?.answer({ cacheTags: ['plan:pro'] });
  await settle();
  t.notMatch(JSON.stringify(request.cards), /plan:pro|cacheTags/);
  t.match(gateway.slots.purge({ tag: 'plan:pro' }), { cards: 2 });
});

await t.test('whoever stops waiting harms nobody, and nothing is left behind', async (t) => {
  const { ask, calls, settle, clock, gateway } = createHeldGateway(t, billing);
  await ask(['a', 'b']);
  const other = await ask(['b', 'a']);
  calls[0]?.answer();
  await settle();
  t.strictSame(other.outcomes, { b: 'coalesced', a: 'coalesced' });
  t.equal(gateway.slots.underWay, 0);
  await clock.run(clock.now() + 200);
  await gateway.close();
  t.equal(clock.pending(), 0);
});

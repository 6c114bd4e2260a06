import t from 'tap';
import { entryOf } from '../../src/cache/record.ts';
import type { Slots } from '../../src/cache/slots.ts';
import { keyOf } from '../../src/plan/slot.ts';
import { subject } from '../fixtures/cards.ts';
import {
  bad,
  createSlotsBench,
  deadlineMs,
  flightOf,
  good,
  plannedCard,
} from '../fixtures/slots.ts';

const usage = plannedCard();
const other = plannedCard({}, { ...subject, customer: { ...subject.customer, id: 'c_2' } });
const third = plannedCard({}, { ...subject, customer: { ...subject.customer, id: 'c_3' } });

await t.test('the first to claim a slot leads, the others join', async (t) => {
  const { slots, clock } = createSlotsBench();
  const first = slots.claim(usage, false);
  clock.advance(60_000);
  const second = slots.claim(usage, false);
  t.match(first, { kind: 'lead', isReload: false });
  t.match(second, { kind: 'join', isReload: false });
  t.equal(flightOf(second), flightOf(first), 'however long it takes');
  t.equal(slots.claim(other, false).kind, 'lead', 'another slot is another matter');
  t.equal(slots.underWay, 2);
});

await t.test('all who wait get what the fetch brought, and later ones a copy', async (t) => {
  const { slots, clock } = createSlotsBench();
  const [lead, join] = [slots.claim(usage, false), slots.claim(usage, false)].map(flightOf);
  slots.settle(flightOf(slots.claim(usage, false)), good(0));
  await Promise.all([lead?.landed, join?.landed]);
  t.same(join?.fetched, good(0));
  clock.advance(40_000);
  t.match(slots.claim(usage, false), { kind: 'hit', entry: { sentAt: 0 } });
  clock.advance(1);
  t.equal(slots.claim(usage, false).kind, 'lead', 'less than 15 s and the deadline left');
  t.equal(slots.underWay, 1);
});

await t.test('a failure is told for the cool-down, and not beyond', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ coolDownSeconds: 5 });
  fetch(usage, bad);
  clock.advance(4_999);
  t.match(slots.claim(usage, false), { kind: 'cooling', failure: bad.failure });
  t.equal(slots.claim(other, false).kind, 'lead', 'it is the slot that cools down');
  clock.advance(1);
  t.equal(slots.claim(usage, false).kind, 'lead');
});

await t.test('a failure leaves the last good card alone, however often', async (t) => {
  const { slots, clock, fetch } = createSlotsBench();
  fetch(usage);
  for (let count = 0; count < 3; count += 1) {
    clock.advance(60_000);
    fetch(usage, bad);
  }
  t.match(slots.lastGood(usage.slot), good(0).entry);
});

await t.test('a success ends the cool-down', async (t) => {
  const { slots, fetch } = createSlotsBench();
  slots.tell(usage, 60_000);
  fetch(usage, bad);
  fetch(usage, good(0), true);
  t.equal(slots.claim(usage, false).kind, 'hit');
});

await t.test('what the gateway refused by itself is not cooled down', async (t) => {
  for (const reason of ['breaker_open', 'limit'] as const) {
    const { slots, fetch } = createSlotsBench();
    fetch(usage, { ok: false, failure: { reason } });
    t.equal(slots.claim(usage, false).kind, 'lead');
  }
});

await t.test('a changed definition never serves old cards', async (t) => {
  const { slots, fetch } = createSlotsBench();
  fetch(usage);
  t.equal(slots.claim(plannedCard({ fallbackUrl: 'https://x.example.com' }), false).kind, 'lead');
  t.equal(slots.claim(usage, false).kind, 'hit');
});

await t.test('a lone key while Plain has a fresh copy is a reload', async (t) => {
  const { slots, clock, fetch } = createSlotsBench();
  fetch(usage, good(0, { ttlSeconds: 300 }));
  slots.tell(usage, 60_000);
  clock.advance(30_000);
  t.match(
    slots.claim(usage, false),
    { kind: 'hit', isReload: false },
    'one of several keys is none',
  );
  t.match(slots.claim(usage, true), { kind: 'lead', isReload: true });
});

await t.test(
  'after what Plain was told, and a second for the way, it just asks again',
  async (t) => {
    for (const [ms, isReload] of [
      [61_000, true],
      [61_001, false],
    ] as const) {
      const { slots, clock, fetch } = createSlotsBench();
      fetch(usage, good(0, { ttlSeconds: 300 }));
      slots.tell(usage, 60_000);
      clock.advance(ms);
      t.match(slots.claim(usage, true), { kind: isReload ? 'lead' : 'hit', isReload });
    }
  },
);

await t.test('a reload takes or joins what was sent a moment ago, nothing older', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ reloadFloorSeconds: 5 });
  fetch(usage, good(0, { ttlSeconds: 300 }));
  slots.tell(usage, 60_000);
  clock.advance(4_999);
  t.match(slots.claim(usage, true), { kind: 'hit', isReload: true });
  clock.advance(1);
  const reload = slots.claim(usage, true);
  t.match(reload, { kind: 'lead', isReload: true });
  clock.advance(4_999);
  t.equal(flightOf(slots.claim(usage, true)), flightOf(reload));
  clock.advance(1);
  t.equal(slots.claim(usage, true).kind, 'lead');
});

await t.test('a reload ignores the cool-down and the stale window', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleWhileRevalidateSeconds: 600 });
  fetch(usage);
  clock.advance(45_000);
  fetch(usage, bad);
  slots.tell(usage, 60_000);
  t.match(slots.claim(usage, false), { kind: 'stale' });
  t.match(slots.claim(usage, true), { kind: 'lead', isReload: true });
});

await t.test(
  'after a reload has overtaken a fetch, the older result is nothing to keep',
  async (t) => {
    const { slots, clock } = createSlotsBench();
    slots.tell(usage, 60_000);
    const slow = flightOf(slots.claim(usage, false));
    clock.advance(6_000);
    const reload = flightOf(slots.claim(usage, true));
    t.not(reload, slow);
    t.equal(flightOf(slots.claim(usage, false)), reload, 'others join the newest');
    slots.settle(reload, good(6_000));
    slots.settle(slow, good(0));
    t.equal(slots.lastGood(usage.slot)?.sentAt, 6_000);
    t.equal(slots.underWay, 0);
  },
);

await t.test('the failure of an overtaken fetch starts no cool-down', async (t) => {
  const { slots, clock } = createSlotsBench();
  slots.tell(usage, 60_000);
  const slow = flightOf(slots.claim(usage, false));
  clock.advance(6_000);
  const reload = flightOf(slots.claim(usage, true));
  slots.settle(slow, bad);
  t.same(slow.fetched, bad);
  t.equal(flightOf(slots.claim(usage, false)), reload);
});

await t.test(
  'what Plain was told counts for every thread, also of cards that send it',
  async (t) => {
    const config = { sends: ['customer', 'thread'] } as const;
    const here = plannedCard({ sends: [...config.sends] });
    const there = plannedCard(
      { sends: [...config.sends] },
      { ...subject, thread: { id: 'th_2', externalId: null } },
    );
    const { slots, clock, fetch } = createSlotsBench();
    fetch(there, good(0, { ttlSeconds: 300 }));
    slots.tell(here, 60_000);
    clock.advance(30_000);
    t.match(slots.claim(there, true), { kind: 'lead', isReload: true });
  },
);

await t.test('a lone key while Plain waits for that card is a reload as well', async (t) => {
  const { slots, clock, fetch } = createSlotsBench();
  fetch(usage, good(0, { ttlSeconds: 300 }));
  slots.tell(usage, 60_000);
  clock.advance(62_000);
  t.match(slots.claim(usage, false), { kind: 'hit', isReload: false });
  clock.advance(deadlineMs);
  t.match(slots.claim(usage, true), { kind: 'lead', isReload: true });
});

await t.test('a shorter TTL told later does not shorten what was told before', async (t) => {
  const { slots, clock } = createSlotsBench();
  slots.tell(usage, 60_000);
  slots.tell(usage, 15_000);
  clock.advance(61_000);
  t.match(slots.claim(usage, true), { isReload: true });
});

await t.test('memory that is gone never makes a reload look like a usual request', async (t) => {
  const before = createSlotsBench({}, 60_000);
  t.match(before.slots.claim(usage, true), { isReload: true }, 'told before the start');
  before.slots.tell(usage, 15_000);
  before.clock.advance(60_000);
  t.match(before.slots.claim(usage, true), { isReload: true }, 'and told less since');

  const purged = createSlotsBench();
  purged.slots.tell(usage, 60_000);
  purged.slots.purge({});
  purged.slots.tell(usage, 15_000);
  purged.clock.advance(60_000);
  t.match(purged.slots.claim(usage, true), { isReload: true }, 'purged');

  const evicted = createSlotsBench({ maxBytes: 1_000, maxEntryBytes: 800 });
  evicted.slots.tell(usage, 60_000);
  evicted.slots.tell(other, 0);
  evicted.slots.tell(third, 1);
  t.equal(evicted.store.peek(usage.slot), undefined);
  evicted.clock.advance(60_000);
  t.match(evicted.slots.claim(usage, true), { isReload: true }, 'pushed out');
});

await t.test('past its TTL a card is served at once, while one refresh runs', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleWhileRevalidateSeconds: 60 });
  fetch(usage);
  clock.advance(50_000);
  const first = slots.claim(usage, false);
  t.match(first, { kind: 'stale', entry: { sentAt: 0 } });
  t.match(slots.claim(usage, false), { kind: 'stale', refresh: null }, 'once');
  slots.settle(flightOf(first), bad);
  t.match(slots.claim(usage, false), { kind: 'stale', refresh: null }, 'not during the cool-down');
  clock.advance(5_000);
  const again = slots.claim(usage, false);
  slots.settle(flightOf(again), good(55_000));
  t.match(slots.claim(usage, false), { kind: 'hit', entry: { sentAt: 55_000 } });
});

await t.test('the stale window ends 15 s and the deadline before it is over', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleWhileRevalidateSeconds: 60 });
  fetch(usage);
  clock.advance(120_000 - 15_000 - deadlineMs);
  t.equal(slots.claim(usage, false).kind, 'stale');
  clock.advance(1);
  t.equal(slots.claim(usage, false).kind, 'join', 'waits for the refresh');
});

await t.test("a card's own stale window comes before the gateway's", async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleWhileRevalidateSeconds: 60 });
  const strict = plannedCard({ staleWhileRevalidateSeconds: 0 });
  fetch(strict);
  clock.advance(50_000);
  t.equal(slots.claim(strict, false).kind, 'lead');
});

await t.test('"no data" is not served past its TTL', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleWhileRevalidateSeconds: 60 });
  fetch(usage, good(0, { componentsJson: 'null' }));
  clock.advance(50_000);
  t.equal(slots.claim(usage, false).kind, 'lead');
});

await t.test('a purge forgets cards, and says until when Plain has its own', async (t) => {
  const { slots, store, fetch } = createSlotsBench();
  fetch(usage);
  fetch(other);
  slots.tell(usage, 60_000);
  slots.tell(plannedCard({}, subject, 'seats'), 90_000);
  t.same(slots.purge({ customer: { id: 'c_1' } }), { cards: 1, flights: 0, plainUntil: 90_000 });
  t.equal(slots.lastGood(usage.slot), null);
  t.same(
    store
      .all()
      .map(([{ customer }]) => customer.id)
      .toArray(),
    ['c_2'],
    'nothing of the customer is left',
  );
  t.equal(slots.claim(other, false).kind, 'hit');
});

await t.test(
  'what is under way for a purged slot lands as purged, and is never kept',
  async (t) => {
    const { slots } = createSlotsBench();
    const flight = flightOf(slots.claim(usage, false));
    const untouched = flightOf(slots.claim(other, false));
    t.match(slots.purge({ customer: { email: 'ADA@example.com' }, card: 'usage' }), { flights: 2 });
    t.match(flight.fetched, { ok: false, failure: { reason: 'purged' } });
    t.match(untouched.fetched, { ok: false, failure: { reason: 'purged' } }, 'same address');
    t.equal(slots.claim(usage, false).kind, 'lead', 'the next one asks anew');
    slots.settle(flight, good(0));
    t.equal(slots.lastGood(usage.slot), null);
    t.equal(slots.underWay, 1);
  },
);

await t.test('a tag purges what carries it, also what is under way', async (t) => {
  const { slots, fetch } = createSlotsBench();
  fetch(usage, good(0, { tags: ['pro'] }));
  fetch(other, good(0, { tags: ['free'] }));
  const seats = plannedCard({}, subject, 'seats');
  const flight = flightOf(slots.claim(seats, false));
  t.match(slots.purge({ tag: 'pro' }), { cards: 1, flights: 0 });
  t.equal(slots.lastGood(usage.slot), null);
  t.ok(slots.lastGood(other.slot));
  slots.settle(flight, good(0, { tags: ['pro'] }));
  t.match(flight.fetched, { ok: false, failure: { reason: 'purged' } });
  t.equal(slots.lastGood(seats.slot), null);
  fetch(seats, good(0, { tags: ['pro'] }));
  t.ok(slots.lastGood(seats.slot), 'what was sent after the purge is kept');
});

await t.test('what is under way and turns out not to carry the tag is kept', async (t) => {
  const { slots } = createSlotsBench();
  const flight = flightOf(slots.claim(usage, false));
  slots.purge({ tag: 'pro' });
  slots.purge({ tag: 'basic' });
  slots.settle(flight, good(0, { tags: ['free'] }));
  t.ok(slots.lastGood(usage.slot));
});

function sweep(slots: Pick<Slots, 'sweep'>): number {
  return [...slots.sweep()].length;
}

await t.test('a sweep forgets what is past every use, and counts the cards', async (t) => {
  const { slots, store, clock, fetch, expired } = createSlotsBench({ staleIfErrorSeconds: 300 });
  fetch(usage);
  fetch(other, bad);
  clock.advance(60_000);
  t.equal(sweep(slots), 2, 'one record with each step');
  t.ok(entryOf(store.peek(usage.slot)), 'it may be shown yet when a refresh fails');
  t.equal(store.peek(other.slot), undefined);
  t.equal(expired(), 0, 'a failure is no card');
  clock.advance(300_000);
  t.equal(sweep(slots), 1);
  t.equal(store.entries, 0);
  t.equal(store.bytes, 0);
  t.equal(expired(), 1);
});

await t.test('a sweep leaves what Plain was told, also without the card', async (t) => {
  const { slots, store, clock, fetch, expired } = createSlotsBench({ staleIfErrorSeconds: 0 });
  fetch(usage);
  slots.tell(usage, 200_000);
  clock.advance(120_000);
  sweep(slots);
  t.match(store.peek(usage.slot), { componentsJson: null, toldUntil: 200_000 });
  t.equal(slots.claim(usage, true).isReload, true);
  t.equal(expired(), 1);
  sweep(slots);
  t.equal(expired(), 1, 'a card is counted once');
});

await t.test('an older result that lands after a sweep is not taken for a newer one', async (t) => {
  const { slots, clock, fetch } = createSlotsBench({ staleIfErrorSeconds: 0 });
  const old = flightOf(slots.claim(usage, false));
  clock.advance(6_000);
  fetch(usage, good(clock.now(), { ttlSeconds: 15 }), true);
  clock.advance(110_000);
  sweep(slots);
  slots.settle(old, good(0, { ttlSeconds: 300 }));
  t.equal(slots.lastGood(usage.slot)?.sentAt, 6_000);
});

await t.test('a record that comes or goes during a sweep disturbs it in nothing', async (t) => {
  const { slots, store, clock, fetch } = createSlotsBench({ staleIfErrorSeconds: 0 });
  const cards = Array.from({ length: 6 }, (_, index) => plannedCard({}, subject, `card-${index}`));
  for (const card of cards.slice(0, 5)) fetch(card);
  clock.advance(600_000);
  const [first, second, , fourth, , late] = cards;
  const steps = slots.sweep()[Symbol.iterator]();
  steps.next();
  if (second) slots.purge({ card: second.key });
  if (fourth) fetch(fourth, good(clock.now()));
  if (late) fetch(late, good(clock.now()));
  while (!steps.next().done);
  t.equal(first && store.peek(first.slot), undefined);
  t.same(
    [...store.slots()].map(keyOf).sort(),
    [fourth, late].flatMap((planned) => (planned ? [keyOf(planned.slot)] : [])).sort(),
    'only what has just been fetched is left',
  );
});

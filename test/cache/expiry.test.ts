import t from 'tap';
import { mayBeReloaded, withoutExpired } from '../../src/cache/expiry.ts';
import { emptyRecord, withCooling, withEntry, withoutEntry } from '../../src/cache/record.ts';
import type { Cooling, Entry, SlotRecord } from '../../src/cache/record.ts';
import type { PlannedCard } from '../../src/plan/plan.ts';
import { bad, cacheSettings, good, plannedCard } from '../fixtures/slots.ts';

const never = -1_000_000;
const windows = { staleWhileRevalidateSeconds: 100, staleIfErrorSeconds: 200 };
const settings = cacheSettings(windows);

interface Parts {
  readonly about?: PlannedCard;
  readonly entry?: Entry;
  readonly toldUntil?: number;
  readonly cooling?: Cooling;
}

function recordOf({ about = plannedCard(), entry, toldUntil = never, cooling }: Parts): SlotRecord {
  const empty = emptyRecord(about.slot, toldUntil);
  const record = entry ? withEntry(empty, entry) : empty;
  return cooling ? withCooling(record, cooling) : record;
}

/** When the last of a record is gone, to the millisecond; null when it never is. */
function goneAt(record: SlotRecord, cache = settings): number | null {
  for (let now = 0; now < 600_000; now += 1)
    if (withoutExpired(record, now, cache) === null) return now;
  return null;
}

await t.test('a card goes when the longer of its stale windows ends', async (t) => {
  const { entry } = good(10_000, { ttlSeconds: 60 });
  t.equal(goneAt(recordOf({ entry })), 10_000 + 60_000 + 200_000);
  const longRefresh = cacheSettings({ staleWhileRevalidateSeconds: 300, staleIfErrorSeconds: 200 });
  t.equal(goneAt(recordOf({ entry }), longRefresh), 10_000 + 60_000 + 300_000);
});

await t.test("the card's own windows come before the gateway's", async (t) => {
  const { entry } = good(10_000, { ttlSeconds: 200 });
  const about = plannedCard({ staleIfErrorSeconds: 0, staleWhileRevalidateSeconds: 0 });
  t.equal(goneAt(recordOf({ about, entry })), 10_000 + 200_000);
});

await t.test('a card stays while an older call may be under way', async (t) => {
  const { entry } = good(10_000, { ttlSeconds: 15 });
  const about = plannedCard({ staleIfErrorSeconds: 0, staleWhileRevalidateSeconds: 0 });
  t.equal(goneAt(recordOf({ about, entry })), 10_000 + 120_000);
});

await t.test('what Plain was told stays until nobody can reload it', async (t) => {
  t.equal(goneAt(recordOf({ toldUntil: 30_000 })), 31_001);
  t.equal(mayBeReloaded({ toldUntil: 30_000 }, 31_000), true);
  t.equal(mayBeReloaded({ toldUntil: 30_000 }, 31_001), false);
});

await t.test('a failure stays until it may be repeated', async (t) => {
  const cooling = { until: 5_000, failure: bad.failure };
  t.equal(goneAt(recordOf({ cooling })), 5_000);
});

await t.test('what is of use stays as it is, without the card when that is of none', async (t) => {
  const { entry } = good(0, { ttlSeconds: 60 });
  const record = recordOf({ entry, toldUntil: 400_000 });
  t.equal(withoutExpired(record, 259_999, settings), record);
  t.same(withoutExpired(record, 260_000, settings), withoutEntry(record));
  const without = recordOf({ toldUntil: 400_000 });
  t.equal(withoutExpired(without, 260_000, settings), without);
});

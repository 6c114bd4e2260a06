import * as fc from 'fast-check';
import t from 'tap';
import {
  clampTtl,
  emptyTtlOf,
  expiresAt,
  isFresh,
  isTellable,
  isWithinStaleWindow,
  toldTtl,
  ttlOf,
} from '../../src/cache/ttl.ts';
import { cacheSettings } from '../fixtures/slots.ts';

const cache = cacheSettings();
const deadlineMs = 5_000;
const ttls = fc.integer({ min: 15, max: 400 });
const ages = fc.integer({ min: 0, max: 500_000 });

await t.test(
  "the upstream's TTL comes before the card's, and that before the default",
  async (t) => {
    t.equal(ttlOf(120, { ttlSeconds: 60 }, cache), 120);
    t.equal(ttlOf(null, { ttlSeconds: 60 }, cache), 60);
    t.equal(ttlOf(null, {}, cache), 300);
  },
);

await t.test("TTLs are kept within Plain's range", async (t) => {
  t.equal(clampTtl(0), 15);
  t.equal(clampTtl(1e9), 31_536_000);
  t.equal(ttlOf(3, {}, cache), 15);
});

await t.test('no TTL is above maxTtlSeconds, whoever asks for it', async (t) => {
  const short = cacheSettings({ maxTtlSeconds: 40 });
  t.equal(ttlOf(120, {}, short), 40);
  t.equal(ttlOf(null, { ttlSeconds: 60 }, short), 40);
  t.equal(ttlOf(null, {}, short), 40);
  t.equal(ttlOf(20, {}, short), 20);
  t.equal(emptyTtlOf(null, short), 40);
  t.equal(emptyTtlOf(20, short), 20);
});

await t.test('"no data" is believed for no longer than emptyTtlSeconds', async (t) => {
  t.equal(emptyTtlOf(null, cache), 60);
  t.equal(emptyTtlOf(86_400, cache), 60);
  t.equal(emptyTtlOf(20, cache), 20);
  t.equal(emptyTtlOf(0, cache), 15);
});

await t.test('a TTL counts from when the call was sent', async (t) => {
  t.equal(expiresAt({ sentAt: 1_000, ttlSeconds: 60 }), 61_000);
});

await t.test('a copy with less than 15 s and the deadline left counts as expired', async (t) => {
  const lifetime = { sentAt: 1_000, ttlSeconds: 60 };
  t.equal(isFresh(lifetime, 1_000 + 40_000, deadlineMs), true);
  t.equal(isFresh(lifetime, 1_000 + 40_001, deadlineMs), false);
});

await t.test('a copy of less than 15 s and the deadline is never a copy for others', async (t) => {
  t.equal(isFresh({ sentAt: 0, ttlSeconds: 19 }, 0, deadlineMs), false);
  t.equal(isFresh({ sentAt: 0, ttlSeconds: 20 }, 0, deadlineMs), true);
});

await t.test('Plain is told what is left, at most plainTtlSeconds, at least 15 s', async (t) => {
  const lifetime = { sentAt: 0, ttlSeconds: 300 };
  t.equal(toldTtl(lifetime, 0, 60), 60);
  t.equal(toldTtl(lifetime, 0, null), 300);
  t.equal(toldTtl(lifetime, 250_000, 60), 50);
  t.equal(toldTtl(lifetime, 250_001, 60), 49, 'rounded down');
  t.equal(toldTtl(lifetime, 299_000, 60), 15);
});

await t.test(
  'whatever is tellable never shows at Plain after sent + max(ttl, 15 s + D)',
  async (t) => {
    const plainTtls = fc.option(fc.integer({ min: 15, max: 400 }), { nil: null });
    const holds = fc.property(ttls, ages, plainTtls, (ttlSeconds, now, plainTtlSeconds) => {
      const lifetime = { sentAt: 0, ttlSeconds };
      fc.pre(isTellable(lifetime, now, deadlineMs));
      const shownUntil = now + toldTtl(lifetime, now, plainTtlSeconds) * 1000;
      return shownUntil <= Math.max(ttlSeconds * 1000, 15_000 + deadlineMs);
    });
    t.doesNotThrow(() => fc.assert(holds));
  },
);

await t.test('a fresh copy is still tellable when the deadline is over', async (t) => {
  const holds = fc.property(ttls, ages, (ttlSeconds, now) => {
    const lifetime = { sentAt: 0, ttlSeconds };
    fc.pre(isFresh(lifetime, now, deadlineMs));
    return isTellable(lifetime, now + deadlineMs, deadlineMs);
  });
  t.doesNotThrow(() => fc.assert(holds));
});

await t.test('what a call brings within the deadline is always tellable', async (t) => {
  const holds = fc.property(ttls, fc.integer({ min: 0, max: deadlineMs }), (ttlSeconds, now) =>
    isTellable({ sentAt: 0, ttlSeconds }, now, deadlineMs),
  );
  t.doesNotThrow(() => fc.assert(holds));
  t.equal(isTellable({ sentAt: 0, ttlSeconds: 15 }, deadlineMs + 1, deadlineMs), false);
});

await t.test('an old card may show for 15 s more until its window is over', async (t) => {
  const lifetime = { sentAt: 0, ttlSeconds: 60 };
  t.equal(isWithinStaleWindow(lifetime, 60_000 + 45_000, 60), true);
  t.equal(isWithinStaleWindow(lifetime, 60_000 + 45_001, 60), false);
  t.equal(isWithinStaleWindow(lifetime, 60_000, 0), false);
  t.equal(isWithinStaleWindow(lifetime, 60_000 + 40_001, 60, 5_000), false, 'the wait counts');
});

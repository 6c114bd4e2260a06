import { assert, double, nat, property } from 'fast-check';
import t from 'tap';
import { createOpenTimes } from '../../src/fan-out/breaker-open-time.ts';

const settings = { openMs: 100, maxOpenMs: 1_000, windowMs: 5_000 };

await t.test('doubles up to the maximum and stays there', async (t) => {
  const times = createOpenTimes(settings, () => 0);
  t.same(
    Array.from({ length: 6 }, () => times.next(0)),
    [100, 200, 400, 800, 1_000, 1_000],
  );
});

await t.test('stays at the maximum after any number of openings', async (t) => {
  const times = createOpenTimes(settings, () => 0);
  for (let opening = 0; opening < 2_000; opening += 1) times.next(0);
  t.equal(times.next(0), 1_000);
});

await t.test(
  'starts again after a closed period as long as the window, not after a shorter one',
  async (t) => {
    const times = createOpenTimes(settings, () => 0);
    times.next(0);
    times.next(0);
    t.equal(times.next(4_999), 400);
    t.equal(times.next(5_000), 100);
    t.equal(times.next(0), 200);
  },
);

await t.test('never begins above the maximum', async (t) => {
  t.equal(createOpenTimes({ ...settings, openMs: 3_000 }, () => 0).next(0), 1_000);
});

await t.test('jitter shortens by at most a fifth and never lengthens', async () => {
  assert(
    property(
      double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      nat(20),
      (random, openings) => {
        const times = createOpenTimes(settings, () => random);
        for (let opening = 0; opening < openings; opening += 1) times.next(0);
        const openMs = times.next(0);
        const fullMs = Math.min(100 * 2 ** openings, 1_000);
        return openMs <= fullMs && openMs >= fullMs * 0.8;
      },
    ),
  );
});

await t.test('jitter spreads breakers that opened together', async (t) => {
  t.not(createOpenTimes(settings, () => 0.1).next(0), createOpenTimes(settings, () => 0.9).next(0));
});

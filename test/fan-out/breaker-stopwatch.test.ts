import t from 'tap';
import { createStopwatch } from '../../src/fan-out/breaker-stopwatch.ts';
import { createManualClock } from '../fixtures/clock.ts';

await t.test('measures a call', async (t) => {
  const clock = createManualClock();
  const stop = createStopwatch(clock).start();
  clock.advance(1_234);
  t.same(stop(), { elapsedMs: 1_234, fairMs: 1_234 });
});

await t.test('takes a blocked event loop out of the fair time', async (t) => {
  const clock = createManualClock();
  const stop = createStopwatch(clock).start();
  clock.advance(500);
  clock.block(1_000);
  clock.advance(300);
  const { elapsedMs, fairMs } = stop();
  t.equal(elapsedMs, 1_800);
  t.ok(fairMs <= 800 && fairMs >= 700, `fair time ${fairMs}`);
});

await t.test('sees the pause also in a call that ends before the overdue beat', async (t) => {
  const clock = createManualClock();
  const stop = createStopwatch(clock).start();
  const times: unknown[] = [];
  clock.after(10, () => times.push(stop()));
  clock.block(5_000);
  t.same(times, [{ elapsedMs: 5_000, fairMs: 0 }]);
  t.equal(clock.pending(), 0);
});

await t.test('does not take the small lateness of a loaded loop for a pause', async (t) => {
  const clock = createManualClock();
  const stop = createStopwatch(clock).start();
  for (let turn = 0; turn < 20; turn += 1) clock.block(150);
  t.same(stop(), { elapsedMs: 3_000, fairMs: 3_000 });
});

await t.test('counts a pause only for the calls that it met', async (t) => {
  const clock = createManualClock();
  const stopwatch = createStopwatch(clock);
  const before = stopwatch.start();
  clock.block(1_000);
  const after = stopwatch.start();
  clock.advance(50);
  t.same(after(), { elapsedMs: 50, fairMs: 50 });
  t.same(before(), { elapsedMs: 1_050, fairMs: 50 });
});

await t.test('does not take the time without calls for a pause', async (t) => {
  const clock = createManualClock();
  const stopwatch = createStopwatch(clock);
  stopwatch.start()();
  clock.advance(60_000);
  const stop = stopwatch.start();
  clock.advance(10);
  t.same(stop(), { elapsedMs: 10, fairMs: 10 });
});

await t.test('has a timer only while calls are under way', async (t) => {
  const clock = createManualClock();
  const stopwatch = createStopwatch(clock);
  t.equal(clock.pending(), 0);
  const first = stopwatch.start();
  const second = stopwatch.start();
  clock.advance(1_000);
  t.equal(clock.pending(), 1);
  first();
  t.equal(clock.pending(), 1);
  second();
  t.equal(clock.pending(), 0);
});

await t.test('releases the timer on close, also with a call that never ends', async (t) => {
  const clock = createManualClock();
  const stopwatch = createStopwatch(clock);
  const stop = stopwatch.start();
  stopwatch.close();
  stopwatch.close();
  t.equal(clock.pending(), 0);
  clock.advance(10);
  t.equal(stop().elapsedMs, 10);
  t.equal(clock.pending(), 0);
});

await t.test('closes before it was ever used', async (t) => {
  t.doesNotThrow(() => createStopwatch(createManualClock()).close());
});

import t from 'tap';
import { systemClock } from '../src/clock.ts';
import { sweepRegularly } from '../src/sweep.ts';
import { createManualClock } from './fixtures/clock.ts';

/** Work of so many steps, time and again. */
function createWork(steps: number) {
  const work = { begun: 0, taken: 0 };
  function* sweep(): Generator<void> {
    work.begun += 1;
    for (let step = 0; step < steps; step += 1) {
      work.taken += 1;
      yield;
    }
  }
  return { work, sweep };
}

await t.test('sweeps a minute after the last sweep has ended', async (t) => {
  const clock = createManualClock();
  const { work, sweep } = createWork(3);
  sweepRegularly(clock, sweep);
  clock.advance(59_999);
  t.same(work, { begun: 0, taken: 0 });
  clock.advance(1);
  t.same(work, { begun: 1, taken: 3 });
  clock.advance(60_000);
  t.same(work, { begun: 2, taken: 6 });
});

await t.test('lets others get on after every thousand steps', async (t) => {
  const clock = createManualClock();
  const { work, sweep } = createWork(2_500);
  sweepRegularly(clock, sweep);
  clock.advance(60_000);
  t.equal(work.taken, 1_000);
  clock.advance(10);
  t.equal(work.taken, 2_000);
  clock.advance(10);
  t.equal(work.taken, 2_500);
  clock.advance(60_000);
  t.equal(work.begun, 2);
});

await t.test('ends for good, also in the middle, and leaves no timer', async (t) => {
  for (const endsAfterMs of [0, 60_000, 60_020, 120_020]) {
    const clock = createManualClock();
    const { work, sweep } = createWork(2_500);
    const end = sweepRegularly(clock, sweep);
    clock.advance(endsAfterMs);
    t.equal(clock.pending(), 1);
    end();
    t.equal(clock.pending(), 0);
    const { taken } = work;
    clock.advance(600_000);
    t.equal(work.taken, taken);
  }
});

await t.test('no process runs on for its sake', async (t) => {
  const timers = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = timers();
  const end = sweepRegularly(systemClock, () => []);
  t.equal(timers(), before);
  end();
  const cancel = systemClock.after(60_000, () => {});
  t.equal(timers(), before + 1, 'which another timer makes it do');
  cancel();
});

import t from 'tap';
import { systemClock } from '../../src/clock.ts';
import type { Verdict } from '../../src/fan-out/breaker.ts';
import { createBreaker } from '../../src/fan-out/breaker.ts';
import {
  createBreakerHarness,
  defaultSettings,
  slowCallMs,
  trialTimeoutMs,
} from '../fixtures/breaker.ts';
import { createManualClock } from '../fixtures/clock.ts';

const verdicts: Verdict[] = ['success', 'failure', 'neutral'];

for (const verdict of verdicts) {
  await t.test(
    `a call from before the trip that ends late (${verdict}) changes nothing while open`,
    async (t) => {
      const { breaker, hold, trip } = createBreakerHarness();
      const late = hold();
      await trip();
      const before = breaker.view();
      await late.end(verdict);
      t.same(breaker.view(), before);
    },
  );

  await t.test(
    `a call from before the trip that ends late (${verdict}) does not decide the trial`,
    async (t) => {
      const { breaker, hold, trip, waitForTrial } = createBreakerHarness();
      const late = hold();
      await trip();
      waitForTrial();
      const trial = hold();
      await late.end(verdict);
      t.equal(breaker.view().state, 'half_open');
      t.equal(hold().admitted, false, 'the trial still stands');
      await trial.end('success');
      t.equal(breaker.view().state, 'closed');
    },
  );

  await t.test(
    `a call from before the trip that ends late (${verdict}) does not count after the closing`,
    async (t) => {
      const { breaker, calls, hold, trip, waitForTrial } = createBreakerHarness();
      const late = [hold(), hold(), hold()];
      await trip();
      waitForTrial();
      await calls('success', 'failure');
      for (const call of late) await call.end(verdict);
      t.equal(breaker.view().state, 'closed');
      t.equal(breaker.view().consecutiveFailures, 1);
    },
  );
}

await t.test('a late rejection is handed on and changes nothing', async (t) => {
  const { breaker, hold, trip } = createBreakerHarness();
  const late = hold();
  await trip();
  const before = breaker.view();
  const rejected = t.rejects(late.result, { message: 'late' });
  await late.reject(new Error('late'));
  await rejected;
  t.same(breaker.view(), before);
});

await t.test('the other calls of the storm that opened it do not open it twice', async (t) => {
  const { hold, transitions } = createBreakerHarness();
  const storm = Array.from({ length: 50 }, () => hold());
  await Promise.all(storm.map((call) => call.end('failure')));
  t.equal(transitions.length, 1);
});

await t.test('neutral endings neither count nor end a row of failures', async (t) => {
  const { breaker, calls } = createBreakerHarness();
  await calls('failure', 'failure');
  await calls(...Array.from({ length: 100 }, (): Verdict => 'neutral'));
  t.equal(breaker.view().consecutiveFailures, 2);
  await calls('failure');
  t.equal(breaker.view().state, 'open');
});

await t.test('neutral endings do not dilute the failure rate', async (t) => {
  const { breaker, calls } = createBreakerHarness({ consecutiveFailures: 100 });
  await calls(...Array.from({ length: 90 }, (): Verdict => 'neutral'));
  await calls(...Array.from({ length: 10 }, (): Verdict => 'failure'));
  t.equal(breaker.view().cause, 'failure_rate');
});

await t.test('calls under way do not dilute the failure rate', async (t) => {
  const { breaker, calls, hold } = createBreakerHarness({ consecutiveFailures: 100 });
  for (let held = 0; held < 100; held += 1) hold();
  await calls(...Array.from({ length: 10 }, (): Verdict => 'failure'));
  t.equal(breaker.view().cause, 'failure_rate');
});

await t.test(
  'a neutral trial proves nothing: half-open stays, and the next call is the trial',
  async (t) => {
    const { breaker, call, trip, waitForTrial, transitions } = createBreakerHarness();
    await trip();
    waitForTrial();
    for (let nth = 0; nth < 5; nth += 1) {
      t.equal(await call('neutral'), true);
      t.equal(breaker.view().state, 'half_open');
    }
    t.equal(transitions.length, 2);
    await call('success');
    t.equal(breaker.view().state, 'closed');
  },
);

await t.test('neutral trials do not grow the open time', async (t) => {
  const { breaker, calls, trip, waitForTrial } = createBreakerHarness();
  await trip();
  waitForTrial();
  await calls('neutral', 'neutral', 'failure');
  t.equal(breaker.view().nextTrialInMs, 10_000);
});

await t.test('a hung trial is given up: the next call is a new one', async (t) => {
  const { breaker, call, hold, trip, waitForTrial, clock } = createBreakerHarness();
  await trip();
  waitForTrial();
  hold();
  clock.advance(trialTimeoutMs - 1);
  t.same(await hold().result, { admitted: false, retryInMs: 1 });
  clock.advance(1);
  t.equal(await call('success'), true);
  t.equal(breaker.view().state, 'closed');
});

for (const verdict of verdicts) {
  await t.test(`a trial that was given up decides nothing when it ends (${verdict})`, async (t) => {
    const { breaker, hold, trip, waitForTrial, clock } = createBreakerHarness();
    await trip();
    waitForTrial();
    const hung = hold();
    clock.advance(trialTimeoutMs);
    const trial = hold();
    t.equal(trial.admitted, true);
    await hung.end(verdict);
    t.equal(breaker.view().state, 'half_open');
    t.equal(hold().admitted, false, 'the new trial still stands');
    await trial.end('failure');
    t.equal(breaker.view().state, 'open');
  });
}

await t.test(
  'one failure after closing does not open it again: the window starts empty',
  async (t) => {
    const { breaker, calls, trip, waitForTrial } = createBreakerHarness({ failureRate: 0.1 });
    await calls(...Array.from({ length: 9 }, (): Verdict => 'success'));
    await calls('failure');
    t.equal(breaker.view().cause, 'failure_rate');
    waitForTrial();
    await calls('success', 'failure', 'failure');
    t.equal(breaker.view().state, 'closed');
    await trip();
    t.equal(breaker.view().state, 'open');
  },
);

await t.test('overlapping failures below the limits do not open it', async (t) => {
  const { breaker, hold } = createBreakerHarness();
  const first = hold();
  const second = hold();
  await first.end('failure');
  await second.end('failure');
  t.equal(breaker.view().state, 'closed');
  t.equal(hold().admitted, true);
});

await t.test('hung calls use up nothing: there is no capacity', async (t) => {
  const { hold } = createBreakerHarness();
  const hung = Array.from({ length: 2_000 }, () => hold());
  t.ok(hung.every(({ admitted }) => admitted));
});

await t.test('runs every call: nothing is cached, coalesced or replayed', async (t) => {
  const { breaker } = createBreakerHarness();
  let runs = 0;
  const action = async (): Promise<number> => {
    runs += 1;
    if (runs === 1) throw new Error('first');
    return runs;
  };
  const success = (): Verdict => 'success';
  await t.rejects(breaker.run(action, success), { message: 'first' });
  const both = await Promise.all([breaker.run(action, success), breaker.run(action, success)]);
  t.same(both, [
    { admitted: true, value: 2 },
    { admitted: true, value: 3 },
  ]);
});

await t.test('breakers with the same settings object do not mix', async (t) => {
  const settings = { ...defaultSettings };
  const clock = createManualClock();
  const shared = { settings, slowCallMs, trialTimeoutMs, clock, random: () => 0 };
  const billing = createBreaker({ ...shared, name: 'billing' });
  const orders = createBreaker({ ...shared, name: 'orders' });
  for (let call = 0; call < 3; call += 1) {
    await billing.run(
      async () => null,
      () => 'failure',
    );
  }
  t.equal(billing.view().state, 'open');
  t.equal(orders.view().state, 'closed');
  t.equal(orders.view().consecutiveFailures, 0);
  t.same(settings, defaultSettings);
});

await t.test('failures stay cheap: no percentiles', async (t) => {
  const { breaker, call } = createBreakerHarness({
    consecutiveFailures: 1_000_000,
    minimumCalls: 1_000_000,
  });
  const startedMs = performance.now();
  for (let nth = 0; nth < 20_000; nth += 1) await call('failure');
  t.equal(breaker.view().consecutiveFailures, 20_000);
  t.ok(performance.now() - startedMs < 5_000, '0.5 ms a failure would be 10 s');
});

await t.test(
  'a blocked event loop does not open it: time-outs of our own making are neutral',
  async (t) => {
    const { breaker, hold, clock } = createBreakerHarness();
    const held = Array.from({ length: 50 }, () => hold());
    clock.advance(700);
    clock.block(5_000);
    for (const call of held) await call.end('failure');
    t.equal(breaker.view().state, 'closed');
    t.equal(breaker.view().consecutiveFailures, 0);
  },
);

await t.test('a blocked event loop does not make calls slow', async (t) => {
  const { breaker, hold, clock } = createBreakerHarness();
  const held = Array.from({ length: 50 }, () => hold());
  clock.block(5_000);
  for (const call of held) await call.end('success');
  t.equal(breaker.view().state, 'closed');
});

await t.test(
  'a really blocked event loop does not open it, although every call timed out',
  async (t) => {
    const breaker = createBreaker({
      name: 'billing',
      settings: defaultSettings,
      slowCallMs: 1_000,
      trialTimeoutMs,
      clock: systemClock,
      random: Math.random,
    });
    const timeOut = (): Promise<void> =>
      new Promise((resolve) => {
        systemClock.after(1_200, resolve);
      });
    const calls = Array.from({ length: 20 }, () => breaker.run(timeOut, () => 'failure'));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
    await Promise.all(calls);
    t.equal(breaker.view().state, 'closed');
    t.equal(breaker.view().consecutiveFailures, 0);
    breaker.close();
  },
);

await t.test('a pause does not hide an upstream that was silent before it', async (t) => {
  const { breaker, hold, clock } = createBreakerHarness();
  const held = Array.from({ length: 3 }, () => hold());
  clock.advance(1_900);
  clock.block(1_000);
  for (const call of held) await call.end('failure');
  t.equal(breaker.view().state, 'open');
});

await t.test('a pause before it does not excuse a quick failure', async (t) => {
  const { breaker, clock, trip } = createBreakerHarness();
  clock.block(5_000);
  await trip();
  t.equal(breaker.view().state, 'open');
});

await t.test('a trial that met a pause is neutral', async (t) => {
  const { breaker, hold, trip, waitForTrial, clock } = createBreakerHarness();
  await trip();
  waitForTrial();
  const trial = hold();
  clock.block(5_000);
  await trial.end('failure');
  t.equal(breaker.view().state, 'half_open');
  t.equal(hold().admitted, true);
});

await t.test(
  'opossum leaves no interval and no timer behind, and none that keeps the process alive',
  async (t) => {
    const intervals = t.capture(globalThis, 'setInterval', setInterval);
    const timeouts = t.capture(globalThis, 'setTimeout', setTimeout);
    const clears = t.capture(globalThis, 'clearTimeout', clearTimeout);
    const { breaker, call, trip, waitForTrial } = createBreakerHarness();
    await trip();
    waitForTrial();
    await call('failure');
    waitForTrial();
    await call('success');
    await trip();
    t.equal(breaker.view().state, 'open');
    const set = timeouts().flatMap((call) => ('returned' in call ? [call.returned] : []));
    t.ok(set.length > 0);
    t.notOk(set.some((timer) => timer.hasRef()));
    breaker.close();
    const cleared = new Set<unknown>(clears().map(({ args }) => args[0]));
    t.ok(set.every((timer) => cleared.has(timer)));
    t.equal(intervals().length, 0);
  },
);

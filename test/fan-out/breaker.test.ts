import t from 'tap';
import { createBreaker } from '../../src/fan-out/breaker.ts';
import {
  createBreakerHarness,
  defaultSettings,
  slowCallMs,
  trialTimeoutMs,
} from '../fixtures/breaker.ts';
import { createManualClock } from '../fixtures/clock.ts';

await t.test('begins closed', async (t) => {
  const { breaker, clock } = createBreakerHarness();
  t.same(breaker.view(), {
    state: 'closed',
    sinceMs: clock.now(),
    cause: null,
    nextTrialInMs: null,
    trialGivenUpInMs: null,
    consecutiveFailures: 0,
  });
});

await t.test('hands the value on, whatever the verdict', async (t) => {
  const { breaker } = createBreakerHarness();
  for (const verdict of ['success', 'failure', 'neutral'] as const) {
    const result = await breaker.run(
      async () => ({ verdict }),
      (value) => value.verdict,
    );
    t.same(result, { admitted: true, value: { verdict } });
  }
});

await t.test('rethrows the very error of an action and counts it as a failure', async (t) => {
  const { breaker, hold } = createBreakerHarness();
  const error = new Error('unexpected');
  const call = hold();
  const rejected = t.rejects(call.result, error);
  await call.reject(error);
  await rejected;
  t.equal(breaker.view().consecutiveFailures, 1);
});

await t.test(
  'counts a throw of the action or of the judge as a failure and rethrows it',
  async (t) => {
    const { breaker } = createBreakerHarness();
    const boom = (): never => {
      throw new Error('boom');
    };
    await t.rejects(
      breaker.run(boom, () => 'success'),
      { message: 'boom' },
    );
    await t.rejects(
      breaker.run(async () => 1, boom),
      { message: 'boom' },
    );
    t.equal(breaker.view().consecutiveFailures, 2);
  },
);

await t.test('opens on failures in a row', async (t) => {
  const { breaker, calls, clock, transitions } = createBreakerHarness();
  await calls('success', 'failure', 'failure');
  t.equal(breaker.view().state, 'closed');
  clock.advance(7);
  await calls('failure');
  t.same(breaker.view(), {
    state: 'open',
    sinceMs: clock.now(),
    cause: 'consecutive_failures',
    trialGivenUpInMs: null,
    nextTrialInMs: 5_000,
    consecutiveFailures: 3,
  });
  t.same(transitions, [{ from: 'closed', to: 'open', cause: 'consecutive_failures' }]);
});

await t.test('opens on the failure rate, although no failures came in a row', async (t) => {
  const { breaker, calls, transitions } = createBreakerHarness();
  for (let pair = 0; pair < 4; pair += 1) await calls('failure', 'success');
  await calls('failure');
  t.equal(breaker.view().state, 'closed');
  await calls('success');
  t.same(transitions, [{ from: 'closed', to: 'open', cause: 'failure_rate' }]);
});

await t.test('opens on slow calls, although all succeeded', async (t) => {
  const { breaker, call, transitions } = createBreakerHarness();
  for (let fast = 0; fast < 2; fast += 1) await call('success', slowCallMs - 1);
  for (let slow = 0; slow < 7; slow += 1) await call('success', slowCallMs);
  t.equal(breaker.view().state, 'closed');
  await call('success', slowCallMs);
  t.same(transitions, [{ from: 'closed', to: 'open', cause: 'slow_calls' }]);
});

await t.test(
  'opens in low traffic: one call every 10 s, all failing, opens at the third',
  async (t) => {
    const { breaker, call, clock } = createBreakerHarness({ windowMs: 1_000 });
    const states = [];
    for (let nth = 1; nth <= 3; nth += 1) {
      await call('failure', 2_000);
      states.push(breaker.view().state);
      clock.advance(8_000);
    }
    t.same(states, ['closed', 'closed', 'open']);
  },
);

await t.test(
  'refuses while open without running the action, and says when to come back',
  async (t) => {
    const { breaker, hold, trip, clock } = createBreakerHarness();
    await trip();
    clock.advance(1_500);
    const refused = hold();
    t.same(await refused.result, { admitted: false, retryInMs: 3_500 });
    t.equal(refused.admitted, false);
    t.equal(breaker.view().nextTrialInMs, 3_500);
  },
);

await t.test(
  'admits the trial when the open time is over, not a millisecond earlier',
  async (t) => {
    const { breaker, hold, trip, clock } = createBreakerHarness();
    await trip();
    clock.advance(4_999);
    t.equal(hold().admitted, false);
    clock.advance(1);
    t.equal(breaker.view().nextTrialInMs, 0);
    t.equal(hold().admitted, true);
    t.same(breaker.view(), {
      state: 'half_open',
      sinceMs: clock.now(),
      cause: 'open_time_over',
      nextTrialInMs: null,
      trialGivenUpInMs: 3_000,
      consecutiveFailures: 3,
    });
  },
);

await t.test('waits for a call, however long it has been open', async (t) => {
  const { breaker, call, trip, clock } = createBreakerHarness();
  await trip();
  clock.advance(86_400_000);
  t.equal(breaker.view().state, 'open');
  t.equal(breaker.view().nextTrialInMs, 0);
  t.equal(await call('success'), true);
  t.equal(breaker.view().state, 'closed');
});

await t.test('closes when the trial succeeds', async (t) => {
  const { breaker, call, trip, waitForTrial, transitions } = createBreakerHarness();
  await trip();
  waitForTrial();
  await call('success');
  t.equal(breaker.view().state, 'closed');
  t.equal(breaker.view().consecutiveFailures, 0);
  t.same(transitions.slice(1), [
    { from: 'open', to: 'half_open', cause: 'open_time_over' },
    { from: 'half_open', to: 'closed', cause: 'trial_succeeded' },
  ]);
});

await t.test('closes when a slow trial succeeds', async (t) => {
  const { breaker, call, trip, waitForTrial } = createBreakerHarness();
  await trip();
  waitForTrial();
  await call('success', slowCallMs);
  t.equal(breaker.view().state, 'closed');
});

await t.test('opens again when the trial fails, by value or by rejection', async (t) => {
  const { breaker, call, hold, trip, waitForTrial, transitions } = createBreakerHarness();
  await trip();
  waitForTrial();
  await call('failure');
  t.equal(breaker.view().state, 'open');
  waitForTrial();
  const trial = hold();
  const rejected = t.rejects(trial.result, { message: 'unexpected' });
  await trial.reject(new Error('unexpected'));
  await rejected;
  t.equal(breaker.view().state, 'open');
  t.same(
    transitions.filter(({ cause }) => cause === 'trial_failed'),
    Array.from({ length: 2 }, () => ({ from: 'half_open', to: 'open', cause: 'trial_failed' })),
  );
});

await t.test('runs exactly one of 1000 concurrent calls at the half-open moment', async (t) => {
  const { breaker, hold, trip, waitForTrial } = createBreakerHarness();
  await trip();
  waitForTrial();
  const storm = Array.from({ length: 1_000 }, () => hold());
  const trials = storm.filter(({ admitted }) => admitted);
  t.equal(trials.length, 1);
  const refused = await Promise.all(storm.slice(1).map(({ result }) => result));
  t.same(
    [...new Set(refused.map((result) => JSON.stringify(result)))],
    [JSON.stringify({ admitted: false, retryInMs: trialTimeoutMs })],
  );
  await trials[0]?.end('success');
  t.equal(breaker.view().state, 'closed');
});

await t.test('grows the open time while trials fail, up to the maximum', async (t) => {
  const { breaker, call, trip, waitForTrial } = createBreakerHarness();
  const openMs = [];
  await trip();
  for (let trial = 0; trial < 6; trial += 1) {
    openMs.push(breaker.view().nextTrialInMs);
    waitForTrial();
    await call('failure');
  }
  t.same(openMs, [5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

await t.test('shortens the open time by the injected jitter', async (t) => {
  const { breaker, trip } = createBreakerHarness({}, () => 0.5);
  await trip();
  t.equal(breaker.view().nextTrialInMs, 4_500);
});

await t.test(
  'grows on across a short recovery: a flapping upstream is asked ever less',
  async (t) => {
    const { breaker, call, trip, waitForTrial, clock } = createBreakerHarness();
    const openMs = [];
    for (let flap = 0; flap < 4; flap += 1) {
      await trip();
      openMs.push(breaker.view().nextTrialInMs);
      waitForTrial();
      await call('success');
      clock.advance(59_999);
    }
    t.same(openMs, [5_000, 10_000, 20_000, 40_000]);
  },
);

await t.test('falls back to the first open time after a window in the closed state', async (t) => {
  const { breaker, call, trip, waitForTrial, clock } = createBreakerHarness();
  await trip();
  waitForTrial();
  await call('failure');
  waitForTrial();
  await call('success');
  clock.advance(60_000);
  await trip();
  t.equal(breaker.view().nextTrialInMs, 5_000);
});

await t.test('close releases every timer and is idempotent', async (t) => {
  const { breaker, hold, clock } = createBreakerHarness();
  hold();
  t.equal(clock.pending(), 1);
  breaker.close();
  breaker.close();
  t.equal(clock.pending(), 0);
});

await t.test('has no timer without calls', async (t) => {
  const { trip, clock } = createBreakerHarness();
  t.equal(clock.pending(), 0);
  await trip();
  t.equal(clock.pending(), 0);
});

await t.test('lets everything through once closed for good, and judges nothing', async (t) => {
  const { breaker, calls, hold, trip, transitions } = createBreakerHarness();
  await trip();
  breaker.close();
  const call = hold();
  t.equal(call.admitted, true);
  await call.end('success');
  t.same(await call.result, { admitted: true, value: 'success' });
  await calls('failure', 'failure', 'failure');
  t.equal(transitions.length, 1);
});

await t.test('ignores the ending of calls that were under way at the close', async (t) => {
  const { breaker, hold, transitions } = createBreakerHarness();
  const held = [hold(), hold(), hold()];
  const before = breaker.view();
  breaker.close();
  for (const call of held) await call.end('failure');
  t.same(breaker.view(), before);
  t.same(transitions, []);
});

await t.test('works without a listener for transitions', async (t) => {
  const breaker = createBreaker({
    name: 'billing',
    settings: { ...defaultSettings, consecutiveFailures: 1 },
    slowCallMs,
    trialTimeoutMs,
    clock: createManualClock(),
    random: () => 0,
  });
  await breaker.run(
    async () => null,
    () => 'failure',
  );
  t.equal(breaker.view().state, 'open');
  breaker.close();
});

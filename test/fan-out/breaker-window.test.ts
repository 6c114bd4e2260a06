import t from 'tap';
import { createBreakerWindow } from '../../src/fan-out/breaker-window.ts';

const settings = {
  consecutiveFailures: 3,
  failureRate: 0.5,
  minimumCalls: 4,
  slowCallRate: 0.75,
  windowMs: 1_000,
};

await t.test('reports failures in a row, however far apart', async (t) => {
  const window = createBreakerWindow(settings);
  t.equal(window.add(0, true, false), null);
  t.equal(window.add(100_000, true, false), null);
  t.equal(window.add(200_000, true, false), 'consecutive_failures');
  t.equal(window.consecutiveFailures(), 3);
});

await t.test('starts the row again after a success', async (t) => {
  const window = createBreakerWindow(settings);
  window.add(0, true, false);
  window.add(0, true, false);
  window.add(1_500, false, false);
  t.equal(window.consecutiveFailures(), 0);
  t.equal(window.add(1_500, true, false), null);
});

await t.test('reports the failure rate from the minimum of calls on, not before', async (t) => {
  const window = createBreakerWindow(settings);
  t.equal(window.add(0, true, false), null);
  t.equal(window.add(0, false, false), null);
  t.equal(window.add(0, true, false), null);
  t.equal(window.add(0, false, false), 'failure_rate');
});

await t.test('does not report a share just below the rates', async (t) => {
  const window = createBreakerWindow({ ...settings, minimumCalls: 5 });
  for (const failed of [true, false, true, false]) window.add(0, failed, failed);
  t.equal(window.add(0, false, true), null);
});

await t.test('reports slow calls, also without a failure', async (t) => {
  const window = createBreakerWindow(settings);
  window.add(0, false, true);
  window.add(0, false, true);
  window.add(0, false, false);
  t.equal(window.add(0, false, true), 'slow_calls');
});

await t.test(
  'forgets calls after the window, and keeps those within nine tenths of it',
  async (t) => {
    const kept = createBreakerWindow(settings);
    kept.add(50, true, false);
    kept.add(50, false, false);
    kept.add(50, true, false);
    t.equal(kept.add(999, false, false), 'failure_rate');

    const gone = createBreakerWindow(settings);
    gone.add(50, true, false);
    gone.add(50, false, false);
    gone.add(50, true, false);
    t.equal(gone.add(1_000, false, false), null);
  },
);

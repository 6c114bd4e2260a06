import t from 'tap';
import { conditionOf } from '../../../src/browser/upstreams/condition.ts';

const closed = {
  state: 'closed',
  cause: null,
  forMs: 65_000,
  nextTrialInMs: null,
  trialGivenUpInMs: null,
  consecutiveFailures: 0,
} as const;

const told = (breaker: Partial<Parameters<typeof conditionOf>[0]['breaker']>) =>
  conditionOf({ disabled: null, breaker: { ...closed, ...breaker } });

await t.test('one that works', async (t) => {
  t.same(told({}), {
    color: 'green',
    label: 'Breaker closed',
    words: 'Every call is let through.',
  });
  t.match(told({ consecutiveFailures: 1 }).words, /The last call failed\./);
  t.match(told({ consecutiveFailures: 4 }).words, /The last 4 calls failed\./);
});

await t.test(
  'one that is left alone says since when, why, and what its next trial waits for',
  async (t) => {
    const open = { state: 'open', cause: 'consecutive_failures' } as const;
    t.same(told({ ...open, nextTrialInMs: 7_200 }), {
      color: 'red',
      label: 'Breaker open',
      words:
        'Not asked for 65 s, after too many failures in a row. A trial is possible in 8 s: the first request for one of its cards after that.',
    });
    t.match(told({ ...open, nextTrialInMs: 0 }).words, /The next request .* is a trial\.$/);
    t.match(told({ ...open, cause: null }).words, /^Not asked for 65 s\. /);
  },
);

await t.test('one on trial', async (t) => {
  const trial = { state: 'half_open', cause: 'open_time_over' } as const;
  t.match(told(trial), { color: 'yellow', words: /^Ready for a trial/ });
  t.match(told({ ...trial, trialGivenUpInMs: 2_500 }).words, /under way\. .* in 3 s at the latest/);
});

await t.test('one that is switched off says so before anything else', async (t) => {
  const disabled = { until: '2026-11-14T09:30:00Z', leftSeconds: 1_800, reason: null };
  const breaker = { ...closed, state: 'open' } as const;
  t.match(conditionOf({ disabled, breaker }), { label: 'Off', words: 'Off for 30 min more.' });
  t.equal(
    conditionOf({ disabled: { ...disabled, reason: 'wrong totals' }, breaker }).words,
    'Off for 30 min more: wrong totals',
  );
});

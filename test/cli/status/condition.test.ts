import t from 'tap';
import type { UpstreamView } from '../../../src/admin/upstreams.ts';
import { conditionOf } from '../../../src/cli/status/condition.ts';
import { glyphsFor } from '../../../src/cli/draw/glyphs.ts';

const glyphs = glyphsFor({ colourDepth: 1, hasUnicode: true, hasLinks: false });

function condition(breaker: Partial<UpstreamView['breaker']>, leftSeconds?: number) {
  const upstream: UpstreamView = {
    name: 'x',
    title: 'x',
    team: null,
    adapter: 'plain',
    cards: [],
    inFlight: 0,
    queued: 0,
    latency: null,
    recentFailures: [],
    disabled: leftSeconds === undefined ? null : { until: '', leftSeconds, reason: null },
    breaker: {
      state: 'closed',
      cause: null,
      nextTrialInMs: null,
      trialGivenUpInMs: null,
      consecutiveFailures: 0,
      forMs: 0,
      transitions: [],
      ...breaker,
    },
  };
  const { sign, words } = conditionOf(upstream, glyphs);
  return `${sign} ${words}`;
}

await t.test('each state of a breaker has its sign', async (t) => {
  t.equal(condition({}), '✓ breaker closed');
  t.equal(condition({ state: 'half_open' }), '! breaker half open');
  t.equal(condition({ state: 'open', nextTrialInMs: 1_200 }), '✗ breaker open, trial in 2 s');
  t.equal(condition({ state: 'open' }), '✗ breaker open, trial in 0 s');
});

await t.test('what is switched off is that before everything else', async (t) => {
  t.equal(condition({ state: 'open' }, 7_200), '! off for 2 h');
});

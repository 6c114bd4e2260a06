import t from 'tap';
import type { Reason } from '../../src/outcome.ts';
import { createUpstreamHistory } from '../../src/observe/upstream-history.ts';
import { createManualClock } from '../fixtures/clock.ts';

function createHistory() {
  const clock = createManualClock();
  const { events, ...history } = createUpstreamHistory(clock);
  const call = (durationMs: number, reason?: Reason): void =>
    events.called?.({
      upstream: 'billing',
      cards: [],
      durationMs,
      failure: reason === undefined ? null : { reason },
    });
  return { ...history, events, call, clock };
}

await t.test('the last changes of a breaker are kept with their times, newest first', async (t) => {
  const { events, transitionsOf, clock } = createHistory();
  const change = { upstream: 'billing', from: 'closed', to: 'open', cause: 'slow_calls' } as const;
  for (let count = 0; count < 25; count += 1) {
    clock.advance(1_000);
    events.breakerChanged?.(change);
  }
  const at = new Date(clock.wallNow()).toISOString();
  t.equal(transitionsOf('billing').length, 20);
  t.strictSame(transitionsOf('billing')[0], {
    at,
    from: 'closed',
    to: 'open',
    cause: 'slow_calls',
  });
  t.same(transitionsOf('orders'), []);
});

await t.test('latency is that of the last calls, failed ones too', async (t) => {
  const { latencyOf, call } = createHistory();
  t.equal(latencyOf('billing'), null);
  call(4.26);
  t.same(latencyOf('billing'), { calls: 1, p50Ms: 4.3, p95Ms: 4.3 });
  for (let ms = 1; ms <= 99; ms += 1) call(ms, ms > 90 ? 'timeout' : undefined);
  t.same(latencyOf('billing'), { calls: 100, p50Ms: 49, p95Ms: 94 });
  for (let count = 0; count < 300; count += 1) call(7);
  t.same(latencyOf('billing'), { calls: 200, p50Ms: 7, p95Ms: 7 });
});

await t.test('calls that never reached the service say nothing of its latency', async (t) => {
  const { latencyOf, call } = createHistory();
  for (const reason of ['breaker_open', 'limit', 'retry_after'] as const) call(0.1, reason);
  t.equal(latencyOf('billing'), null);
});

await t.test('services that are gone are forgotten', async (t) => {
  const { events, latencyOf, transitionsOf, call, keep } = createHistory();
  call(5);
  events.breakerChanged?.({ upstream: 'billing', from: 'closed', to: 'open', cause: 'slow_calls' });
  keep(new Set(['billing']));
  t.equal(latencyOf('billing')?.calls, 1);
  keep(new Set(['orders']));
  t.equal(latencyOf('billing'), null);
  t.same(transitionsOf('billing'), []);
});

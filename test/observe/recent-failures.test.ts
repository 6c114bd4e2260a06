import t from 'tap';
import { createRecentFailures } from '../../src/observe/recent-failures.ts';
import { createManualClock } from '../fixtures/clock.ts';

const called = (reason: 'status' | 'breaker_open') => ({
  upstream: 'billing',
  cards: ['usage'],
  durationMs: 5,
  failure: { reason },
});

await t.test('the last failures of a service are kept, newest first', async (t) => {
  const recent = createRecentFailures(createManualClock(), 2);
  recent.events.called?.(called('status'));
  recent.events.called?.({ ...called('status'), failure: null });
  recent.events.cardFailed?.({ upstream: 'billing', card: 'plan', failure: { reason: 'mapping' } });
  recent.events.called?.(called('status'));
  t.match(recent.of('billing'), [
    { reason: 'status', cards: ['usage'], at: /^\d{4}-.*Z$/ },
    { reason: 'mapping', cards: ['plan'] },
  ]);
  t.same(recent.of('orders'), []);
  recent.keep(new Set(['orders']));
  t.same(recent.of('billing'), []);
});

await t.test('what the breaker refuses pushes out nothing', async (t) => {
  const recent = createRecentFailures(createManualClock(), 2);
  recent.events.called?.(called('status'));
  for (let count = 0; count < 3; count += 1) recent.events.called?.(called('breaker_open'));
  t.match(recent.of('billing'), [{ reason: 'status' }]);
});

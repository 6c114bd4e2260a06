import t from 'tap';
import { viewSpans } from '../../src/admin/span-views.ts';
import { recordSpans } from '../../src/observe/tracing/recorder.ts';
import { createManualClock } from '../fixtures/clock.ts';

await t.test('a request is told as bars, each within the one that it is part of', async (t) => {
  const clock = createManualClock(5_000);
  const start = clock.now();
  const { span, recorded } = recordSpans('request', clock);
  span.phase('receive', start, start + 1);
  span.phase('cache', start + 1, start + 1.234567);
  const call = span.child('fetch billing', 'internal', {
    'customer_cards.upstream': 'billing',
    'customer_cards.call.cards': ['usage', 'plan'],
  });
  clock.advance(2);
  const first = call.child('GET /usage', 'client', {});
  first.phase('first_byte', start + 2, start + 4);
  clock.advance(3);
  first.set({ 'error.type': '503', 'customer_cards.reason': 'status' });
  first.end();
  call.child('GET /usage', 'client', { 'http.request.resend_count': 1 });
  clock.advance(5);
  call.set({ 'error.type': 'timeout' });
  span.phase('wait', start + 2, start + 10);
  span.end();
  const within = (id: string, parentId: string | null, kind: string, name: string) => ({
    id,
    parentId,
    kind,
    name,
    upstream: null,
    failure: null,
  });
  const billing = { upstream: 'billing' };
  t.strictSame(viewSpans(recorded), [
    { ...within('1', null, 'request', 'request'), startMs: 0, durationMs: 10 },
    { ...within('2', '1', 'plan', 'plan'), startMs: 0, durationMs: 1 },
    { ...within('3', '1', 'cache', 'cache'), startMs: 1, durationMs: 0.23 },
    { ...within('4', '1', 'phase', 'wait'), startMs: 2, durationMs: 8 },
    {
      ...within('5', '1', 'call', 'usage, plan'),
      ...billing,
      failure: 'timeout',
      startMs: 0,
      durationMs: null,
    },
    {
      ...within('6', '5', 'attempt', 'GET /usage'),
      ...billing,
      failure: 'status',
      startMs: 2,
      durationMs: 3,
    },
    { ...within('7', '6', 'phase', 'first byte'), ...billing, startMs: 2, durationMs: 2 },
    {
      ...within('8', '5', 'attempt', 'GET /usage again'),
      ...billing,
      startMs: 5,
      durationMs: null,
    },
  ]);
});

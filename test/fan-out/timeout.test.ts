import { getEventListeners } from 'node:events';
import t from 'tap';
import { abortFailure, failed } from '../../src/fan-out/call.ts';
import type { Call } from '../../src/fan-out/call.ts';
import { withTimeout } from '../../src/fan-out/timeout.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { answered, neverAborted, upstreamRequest } from '../fixtures/upstream-request.ts';

const untilAborted: Call = (_request, signal) =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(failed(abortFailure(signal))));
  });

await t.test('a call in time is passed on, and its timer released', async (t) => {
  const clock = createManualClock();
  t.same(
    await withTimeout(1_000, clock)(async () => answered)(upstreamRequest(), neverAborted),
    answered,
  );
  t.equal(clock.pending(), 0);
});

await t.test('a call that takes too long is aborted', async (t) => {
  const clock = createManualClock();
  const result = withTimeout(1_000, clock)(untilAborted)(upstreamRequest(), neverAborted);
  clock.advance(1_000);
  t.match(await result, {
    ok: false,
    failure: { reason: 'timeout', detail: 'no answer within 1000 ms' },
  });
});

await t.test('tells what runs below when its time is over', async (t) => {
  const clock = createManualClock(500);
  let deadlineAt = 0;
  const call = withTimeout(
    1_000,
    clock,
  )(async (request) => {
    deadlineAt = request.deadlineAt;
    return answered;
  });
  await call(upstreamRequest(Number.POSITIVE_INFINITY), neverAborted);
  t.equal(deadlineAt, 1_500);
});

await t.test("passes the caller's own abort down, also one that came before", async (t) => {
  const call = withTimeout(1_000, createManualClock())(untilAborted);
  const controller = new AbortController();
  const result = call(upstreamRequest(), controller.signal);
  controller.abort({ reason: 'purged' });
  t.same(await result, { ok: false, failure: { reason: 'purged' } });
  const isAborted = withTimeout(
    1_000,
    createManualClock(),
  )(async (_request, { aborted }) => failed({ reason: aborted ? 'purged' : 'internal' }));
  t.match(await isAborted(upstreamRequest(), controller.signal), { failure: { reason: 'purged' } });
});

await t.test('leaves nothing behind on a signal that outlives it', async (t) => {
  const { signal } = new AbortController();
  const call = withTimeout(1_000, createManualClock())(async () => answered);
  await Promise.all(Array.from({ length: 10 }, () => call(upstreamRequest(), signal)));
  t.equal(getEventListeners(signal, 'abort').length, 0);
});

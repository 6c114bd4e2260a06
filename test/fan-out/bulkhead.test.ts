import t from 'tap';
import { createBulkhead } from '../../src/fan-out/bulkhead.ts';
import type { BulkheadOptions } from '../../src/fan-out/bulkhead.ts';
import type { CallResult } from '../../src/fan-out/call.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { answered, neverAborted, upstreamRequest } from '../fixtures/upstream-request.ts';

/** A bulkhead over calls that end when the test says so. */
function open(options: Partial<BulkheadOptions> = {}) {
  const clock = createManualClock();
  const bulkhead = createBulkhead({
    concurrency: 2,
    queue: 2,
    requestsPerSecond: undefined,
    clock,
    ...options,
  });
  const running: PromiseWithResolvers<CallResult>[] = [];
  const call = bulkhead.decorate(() => {
    const ending = Promise.withResolvers<CallResult>();
    running.push(ending);
    return ending.promise;
  });
  const start = (signal = neverAborted, deadlineAt = 10_000) =>
    call(upstreamRequest(deadlineAt), signal);
  const settle = () => new Promise((resolve) => void setImmediate(resolve));
  return { clock, bulkhead, running, start, settle };
}

await t.test('runs as many calls as allowed, lets some wait, and refuses the rest', async (t) => {
  const { bulkhead, running, start } = open();
  const calls = [start(), start(), start(), start()];
  t.equal(bulkhead.inFlight, 2);
  t.equal(bulkhead.queued, 2);
  t.match(await start(), { ok: false, failure: { reason: 'limit' } });
  t.equal(running.length, 2);
  running.forEach(({ resolve }) => resolve(answered));
  t.same(await Promise.all(calls.slice(0, 2)), [answered, answered]);
  t.equal(running.length, 4, 'those who waited run now');
  running.forEach(({ resolve }) => resolve(answered));
  await Promise.all(calls);
  t.equal(bulkhead.inFlight, 0);
  t.equal(bulkhead.queued, 0);
});

await t.test('who waits is served in the order of coming', async (t) => {
  const { running, start, settle } = open({ concurrency: 1, queue: 3 });
  const order: number[] = [];
  const calls = [0, 1, 2].map((number) => start().then(() => order.push(number)));
  for (let next = 0; next < 3; next += 1) {
    await settle();
    running[next]?.resolve(answered);
  }
  await Promise.all(calls);
  t.same(order, [0, 1, 2]);
});

await t.test('a call that is aborted while it waits leaves the queue', async (t) => {
  const { bulkhead, running, start, settle } = open({ concurrency: 1 });
  const controller = new AbortController();
  const first = start();
  const second = start(controller.signal);
  controller.abort();
  t.match(await second, { ok: false, failure: { reason: 'limit' } });
  t.equal(bulkhead.queued, 0);
  await settle();
  running[0]?.resolve(answered);
  await first;
  t.equal(running.length, 1, 'it never ran');
});

await t.test('a call that could not be answered in time any more is not begun', async (t) => {
  const { bulkhead, clock, running, start, settle } = open({ concurrency: 1 });
  const first = start();
  const second = start(neverAborted, 1_000);
  await settle();
  clock.advance(960);
  running[0]?.resolve(answered);
  await first;
  t.match(await second, { ok: false, failure: { reason: 'limit' } });
  t.equal(running.length, 1);
  t.equal(bulkhead.inFlight, 0, 'its place is free');
});

await t.test('a place is given back when a call rejects', async (t) => {
  const { bulkhead, running, start, settle } = open();
  const call = start();
  await settle();
  running[0]?.reject(new Error('defect'));
  await t.rejects(call, { message: 'defect' });
  t.equal(bulkhead.inFlight, 0);
});

await t.test('starts no more calls a second than allowed', async (t) => {
  const { bulkhead, clock, running, start, settle } = open({
    concurrency: 10,
    queue: 10,
    requestsPerSecond: 2,
  });
  const calls = [start(), start(), start(), start()];
  await settle();
  t.equal(running.length, 2, 'a second’s worth at once');
  clock.advance(499);
  await settle();
  t.equal(running.length, 2);
  clock.advance(1);
  await settle();
  t.equal(running.length, 3);
  clock.advance(500);
  await settle();
  t.equal(running.length, 4);
  running.forEach(({ resolve }) => resolve(answered));
  await Promise.all(calls);
  t.equal(bulkhead.queued, 0);
  t.equal(clock.pending(), 0, 'no timer is left');
});

await t.test('after a return, calls come back gently', async (t) => {
  const { bulkhead, running, start, settle } = open({ concurrency: 8, queue: 20 });
  bulkhead.restartGently();
  const calls = Array.from({ length: 8 }, () => start());
  await settle();
  t.equal(running.length, 1);
  running[0]?.resolve(answered);
  await settle();
  t.equal(running.length, 3, 'two at a time');
  running[1]?.resolve(answered);
  await settle();
  t.equal(running.length, 6, 'four at a time');
  running.forEach(({ resolve }) => resolve(answered));
  await settle();
  running.forEach(({ resolve }) => resolve(answered));
  await Promise.all(calls);
});

import t from 'tap';
import type { CallResult } from '../../src/fan-out/call.ts';
import { createRetryBudget } from '../../src/fan-out/retry-budget.ts';
import { withRetry } from '../../src/fan-out/retry.ts';
import type { Failure } from '../../src/outcome.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { answered, neverAborted, upstreamRequest } from '../fixtures/upstream-request.ts';

/** Calls that end one after the other as given; the last ending repeats. */
function open(...endings: (Failure | null)[]) {
  const clock = createManualClock();
  const budget = createRetryBudget(clock);
  const retried: Failure[] = [];
  let attempts = 0;
  const retry = withRetry({
    budget,
    clock,
    random: () => 0.5,
    onRetry: (failure) => retried.push(failure),
  });
  const call = retry(async (): Promise<CallResult> => {
    const failure = endings[Math.min(attempts, endings.length - 1)] ?? null;
    attempts += 1;
    return failure === null ? answered : { ok: false, failure };
  });
  const settle = () => new Promise((resolve) => void setImmediate(resolve));
  async function run(deadlineAt = 10_000, signal = neverAborted): Promise<CallResult> {
    const result = call(upstreamRequest(deadlineAt), signal);
    await settle();
    clock.advance(50);
    return result;
  }
  return { clock, budget, retried, run, call, settle, attempts: () => attempts };
}

await t.test('an answer is not asked for twice', async (t) => {
  const { run, attempts } = open(null);
  t.same(await run(), answered);
  t.equal(attempts(), 1);
});

await t.test('a failed attempt is repeated once, after a random wait', async (t) => {
  const { run, attempts, retried } = open({ reason: 'status', status: 503 }, null);
  t.same(await run(), answered);
  t.equal(attempts(), 2);
  t.match(retried, [{ reason: 'status', status: 503 }]);
});

await t.test('and only once', async (t) => {
  const { run, attempts } = open({ reason: 'connect' });
  t.match(await run(), { ok: false, failure: { reason: 'connect' } });
  t.equal(attempts(), 2);
});

await t.test('a retry that was refused on this side leaves the failure as it was', async (t) => {
  for (const reason of ['breaker_open', 'limit'] as const) {
    const { run } = open({ reason: 'status', status: 500 }, { reason });
    t.match(await run(), { failure: { reason: 'status', status: 500 } });
  }
});

await t.test('a connection that was lost before any answer is replaced at once', async (t) => {
  const { call, attempts, clock } = open({ reason: 'reset', isUnanswered: true }, null);
  const result = call(upstreamRequest(), neverAborted);
  await new Promise((resolve) => void setImmediate(resolve));
  clock.advance(0);
  t.same(await result, answered);
  t.equal(attempts(), 2);
});

await t.test('what would not be different a moment later is not repeated', async (t) => {
  const failures: Failure[] = [
    { reason: 'reset' },
    { reason: 'timeout' },
    { reason: 'auth', status: 401 },
    { reason: 'retry_after', status: 429 },
    { reason: 'status', status: 404 },
    { reason: 'status', status: 302 },
    { reason: 'invalid_body' },
    { reason: 'limit' },
    { reason: 'breaker_open' },
    { reason: 'tls' },
  ];
  for (const failure of failures) {
    const { run, attempts } = open(failure);
    await run();
    t.equal(attempts(), 1, failure.reason);
  }
});

await t.test('no attempt is begun that could not be answered in time', async (t) => {
  const late = open({ reason: 'connect' }, null);
  t.match(await late.run(99), { ok: false });
  t.equal(late.attempts(), 1);
  const inTime = open({ reason: 'connect' }, null);
  t.same(await inTime.run(100), answered);
});

await t.test('an abort while it waits ends the call with the first failure', async (t) => {
  const { call, attempts, settle } = open({ reason: 'connect' }, null);
  const controller = new AbortController();
  const result = call(upstreamRequest(), controller.signal);
  await settle();
  controller.abort();
  t.match(await result, { ok: false, failure: { reason: 'connect' } });
  t.equal(attempts(), 1);
});

await t.test('retries add at most a tenth to the calls of a minute', async (t) => {
  const { call, attempts, clock, settle } = open({ reason: 'connect' });
  for (let i = 0; i < 1_000; i += 1) {
    const result = call(upstreamRequest(Number.POSITIVE_INFINITY), neverAborted);
    await settle();
    clock.advance(50);
    await result;
  }
  t.ok(attempts() <= 1_100, `${attempts()} attempts for 1,000 calls`);
  t.ok(attempts() >= 1_090);
});

await t.test(
  'a handful of calls may be retried although a tenth of them is less than one',
  async (t) => {
    const { run, attempts } = open({ reason: 'connect' });
    for (let i = 0; i < 5; i += 1) await run(Number.POSITIVE_INFINITY);
    t.equal(attempts(), 10);
  },
);

await t.test('the budget looks back a minute', async (t) => {
  const clock = createManualClock();
  const budget = createRetryBudget(clock);
  while (budget.take());
  t.equal(budget.left(), 0);
  clock.advance(49_000);
  t.equal(budget.take(), false);
  clock.advance(12_000);
  t.equal(budget.take(), true);
});

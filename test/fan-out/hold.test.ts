import t from 'tap';
import type { CallResult } from '../../src/fan-out/call.ts';
import { withHold } from '../../src/fan-out/hold.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { answered, neverAborted, upstreamRequest } from '../fixtures/upstream-request.ts';

function open(retryAfterMs?: number) {
  const clock = createManualClock();
  let calls = 0;
  const call = withHold(clock)(async (): Promise<CallResult> => {
    calls += 1;
    if (calls > 1) return answered;
    return {
      ok: false,
      failure: { reason: 'retry_after', ...(retryAfterMs !== undefined && { retryAfterMs }) },
    };
  });
  return { clock, ask: () => call(upstreamRequest(), neverAborted), calls: () => calls };
}

await t.test('an upstream that asked for it is left alone, and no longer', async (t) => {
  const { clock, ask, calls } = open(2_000);
  await ask();
  clock.advance(1_999);
  t.match(await ask(), { ok: false, failure: { reason: 'retry_after' } });
  t.equal(calls(), 1);
  clock.advance(1);
  t.same(await ask(), answered);
});

await t.test('what is asked for is kept between a second and a minute', async (t) => {
  for (const [asked, heldMs] of [
    [0, 1_000],
    [undefined, 1_000],
    [1e12, 60_000],
  ] as const) {
    const { clock, ask, calls } = open(asked);
    await ask();
    clock.advance(heldMs - 1);
    await ask();
    t.equal(calls(), 1);
    clock.advance(1);
    t.same(await ask(), answered);
  }
});

await t.test('other failures hold nothing', async (t) => {
  let calls = 0;
  const call = withHold(createManualClock())(async () => {
    calls += 1;
    return { ok: false, failure: { reason: 'status', status: 500 } };
  });
  await call(upstreamRequest(), neverAborted);
  await call(upstreamRequest(), neverAborted);
  t.equal(calls, 2);
});

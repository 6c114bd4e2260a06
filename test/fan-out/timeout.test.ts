import t from 'tap';
import type { CallResult } from '../../src/fan-out/call.ts';
import { withTimeout } from '../../src/fan-out/timeout.ts';
import { subject } from '../fixtures/cards.ts';
import { createManualClock } from '../fixtures/clock.ts';

const request = { keys: ['usage'], subject, workspaceId: null };
const answered: CallResult = { ok: true, cards: new Map() };

await t.test('a call in time is passed on, and its timer released', async (t) => {
  const clock = createManualClock();
  const call = withTimeout(1_000, clock)(async () => answered);
  t.same(await call(request, new AbortController().signal), answered);
  t.equal(clock.pending(), 0);
});

await t.test('a call that takes too long is aborted', async (t) => {
  const clock = createManualClock();
  let seen: AbortSignal | undefined;
  const call = withTimeout(
    1_000,
    clock,
  )((_request, signal) => {
    seen = signal;
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve({ ok: false, failure: { reason: 'reset' } }));
    });
  });
  const result = call(request, new AbortController().signal);
  clock.advance(999);
  t.equal(seen?.aborted, false);
  clock.advance(1);
  t.match(
    await result,
    { ok: false, failure: { reason: 'timeout' } },
    'whatever the aborted call says',
  );
  t.match(seen?.reason, { reason: 'timeout' });
});

await t.test('a call that ignores its abort does not keep anyone waiting', async (t) => {
  const clock = createManualClock();
  const call = withTimeout(1_000, clock)(() => new Promise(() => {}));
  const result = call(request, new AbortController().signal);
  clock.advance(1_000);
  t.match(await result, { ok: false, failure: { reason: 'timeout' } });
});

await t.test("passes the caller's own abort down", async (t) => {
  const controller = new AbortController();
  const call = withTimeout(
    1_000,
    createManualClock(),
  )(
    (_request, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, failure: signal.reason }));
      }),
  );
  const result = call(request, controller.signal);
  controller.abort({ reason: 'limit' });
  t.same(await result, { ok: false, failure: { reason: 'limit' } });
});

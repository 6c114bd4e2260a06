import t from 'tap';
import { createShared } from '../../src/fan-out/shared.ts';
import { neverAborted } from '../fixtures/upstream-request.ts';

interface Done {
  readonly ok: true;
  readonly value: number;
}

/** Work whose end the test decides. */
function createWork() {
  const signals: AbortSignal[] = [];
  const ends: ((value: number) => void)[] = [];
  return {
    signals,
    ends,
    begin: (signal: AbortSignal): Promise<Done> => {
      const { promise, resolve } = Promise.withResolvers<Done>();
      signals.push(signal);
      ends.push((value) => resolve({ ok: true, value }));
      return promise;
    },
  };
}

void t.test(
  'is done once for all who come while it is under way, and again after it',
  async (t) => {
    const shared = createShared<Done>();
    const { begin, ends } = createWork();
    const both = [shared.join('a', begin, neverAborted), shared.join('a', begin, neverAborted)];
    const other = shared.join('b', begin, neverAborted);
    t.equal(ends.length, 2);
    ends[0]?.(1);
    ends[1]?.(2);
    t.same(await Promise.all([...both, other]), [
      { ok: true, value: 1 },
      { ok: true, value: 1 },
      { ok: true, value: 2 },
    ]);
    const again = shared.join('a', begin, neverAborted);
    ends[2]?.(3);
    t.same(await again, { ok: true, value: 3 });
  },
);

void t.test('goes on until the last one leaves', async (t) => {
  const shared = createShared<Done>();
  const { begin, signals } = createWork();
  const [first, second] = [new AbortController(), new AbortController()];
  const results = [first, second].map(({ signal }) => shared.join('a', begin, signal));
  first.abort({ reason: 'timeout' });
  t.same(await results[0], { ok: false, failure: { reason: 'timeout' } });
  t.equal(signals[0]?.aborted, false);
  second.abort({ reason: 'timeout' });
  t.same(await results[1], { ok: false, failure: { reason: 'timeout' } });
  t.equal(signals[0]?.aborted, true);
});

void t.test('is not begun for one who has left already', async (t) => {
  const { begin, signals } = createWork();
  const signal = AbortSignal.abort({ reason: 'timeout' });
  t.match(await createShared<Done>().join('a', begin, signal), { ok: false });
  t.equal(signals.length, 0);
});

void t.test('is not joined any more once it is forgotten, but goes on', async (t) => {
  const shared = createShared<Done>();
  const { begin, ends } = createWork();
  const before = shared.join('a', begin, neverAborted);
  shared.forget();
  const after = shared.join('a', begin, neverAborted);
  t.equal(ends.length, 2);
  ends[0]?.(1);
  t.match(await before, { value: 1 });
  const joining = shared.join('a', begin, neverAborted);
  t.equal(ends.length, 2, 'the old end does not take the new work away');
  ends[1]?.(2);
  t.match(await after, { value: 2 });
  t.match(await joining, { value: 2 });
});

void t.test('a defect reaches everyone who waits, and nobody else', async (t) => {
  const shared = createShared<Done>();
  const { promise, reject } = Promise.withResolvers<Done>();
  const leaver = new AbortController();
  const left = shared.join('a', () => promise, leaver.signal);
  leaver.abort({ reason: 'timeout' });
  t.match(await left, { ok: false });
  const { promise: other, reject: rejectOther } = Promise.withResolvers<Done>();
  const waiting = shared.join('a', () => other, neverAborted);
  reject(new Error('nobody waits for this one'));
  rejectOther(new Error('defect'));
  await t.rejects(waiting, { message: 'defect' });
});

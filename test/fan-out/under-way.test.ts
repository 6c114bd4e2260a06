import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { createUnderWay } from '../../src/fan-out/under-way.ts';
import type { BecameOld } from '../fixtures/overlapping.ts';

const closing = { reason: 'timeout', detail: 'closing' } as const;

/** Ends when it is told to, and says whether it was aborted. */
function createWork() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let signal: AbortSignal | undefined;
  return {
    act: (given: AbortSignal) => {
      signal = given;
      return promise;
    },
    resolve,
    reject,
    get aborted() {
      return signal?.aborted;
    },
    get reason(): unknown {
      return signal?.reason;
    },
  };
}

await t.test('passes on what comes of the work', async (t) => {
  const underWay = createUnderWay();
  t.equal(await underWay.run(async () => 'done'), 'done');
  await t.rejects(
    underWay.run(async () => {
      throw new Error('a defect');
    }),
    { message: 'a defect' },
  );
});

await t.test('aborts all that is under way, whatever ended before, and nothing else', async (t) => {
  const underWay = createUnderWay();
  const works = Array.from({ length: 5 }, createWork);
  const results = works.map(({ act }) => underWay.run(act));
  for (const index of [0, 3, 4]) {
    works[index]?.resolve('done');
    await results[index];
  }
  const late = createWork();
  void underWay.run(late.act);
  underWay.abort(closing);
  t.same(
    [...works, late].map(({ aborted }) => aborted),
    [false, true, true, false, false, true],
  );
  t.equal(late.reason, closing);
});

await t.test('aborts at once what begins after that', (t) => {
  const underWay = createUnderWay();
  underWay.abort(closing);
  const work = createWork();
  void underWay.run(work.act);
  t.equal(work.reason, closing);
  t.end();
});

await t.test('has ended when everything has, well or not', async (t) => {
  const underWay = createUnderWay();
  await underWay.ended();
  const works = [createWork(), createWork()] as const;
  const results = works.map(({ act }) => underWay.run(act));
  let isOver = false;
  const over = underWay.ended().then(() => (isOver = true));
  works[0].resolve('done');
  await results[0];
  t.notOk(isOver);
  works[1].reject(new Error('a defect'));
  await t.rejects(async () => results[1]);
  await over;
});

await t.test(
  'what has ended is garbage at once, also where something is always under way',
  async (t) => {
    const script = new URL('../fixtures/overlapping.ts', import.meta.url).pathname;
    const flags = ['--expose-gc', '--no-allocation-site-pretenuring'];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, script]);
    const { underWay, signal } = JSON.parse(stdout) as BecameOld;
    t.comment(`${underWay} bytes each, and ${signal} with listeners of one signal`);
    t.ok(underWay < 500);
    t.ok(signal > 10_000, 'it is measured at all');
  },
);

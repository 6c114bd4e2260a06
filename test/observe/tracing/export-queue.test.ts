import t from 'tap';
import { createExportQueue } from '../../../src/observe/tracing/export-queue.ts';
import { createManualClock } from '../../fixtures/clock.ts';

/** A queue whose batches are answered by the test. */
function open() {
  const clock = createManualClock();
  const sent: number[][] = [];
  const answers: ((isTaken: boolean) => void)[] = [];
  let failure: Error | null = null;
  const queue = createExportQueue<number>({
    clock,
    send(batch) {
      sent.push([...batch]);
      const { promise, resolve, reject } = Promise.withResolvers<boolean>();
      if (failure === null) answers.push(resolve);
      else reject(failure);
      return promise;
    },
  });
  return {
    clock,
    queue,
    sent,
    fill: (count: number): void => {
      for (let item = 1; item <= count; item += 1) queue.add(item);
    },
    fail: (error: Error) => void (failure = error),
    answer: (isTaken = true) => answers.shift()?.(isTaken),
    settle: () => clock.run(clock.now()),
    lengths: () => sent.map(({ length }) => length),
  };
}

await t.test('sends a second after the first, all that has come by then', async (t) => {
  const { clock, queue, sent, answer, settle } = open();
  queue.add(1);
  clock.advance(999);
  queue.add(2);
  t.same(sent, []);
  clock.advance(1);
  t.same(sent, [[1, 2]]);
  answer();
  await settle();
  clock.advance(10_000);
  t.same(sent, [[1, 2]], 'nothing is sent when nothing is there');
  queue.add(3);
  clock.advance(1_000);
  t.same(sent, [[1, 2], [3]]);
  t.equal(queue.dropped, 0);
});

await t.test('sends full batches at once, one at a time', async (t) => {
  const { fill, lengths, answer, settle } = open();
  fill(300);
  t.same(lengths(), [128]);
  answer();
  await settle();
  t.same(lengths(), [128, 128]);
  answer();
  await settle();
  t.same(lengths(), [128, 128, 44]);
});

await t.test('what is not taken is dropped, and what comes after it is sent', async (t) => {
  const { clock, queue, sent, answer, settle, fail } = open();
  queue.add(1);
  clock.advance(1_000);
  answer(false);
  await settle();
  t.equal(queue.dropped, 1);

  queue.add(2);
  clock.advance(1_000);
  clock.advance(9_999);
  await settle();
  t.equal(queue.dropped, 1);
  clock.advance(1);
  await settle();
  t.equal(queue.dropped, 2, 'who has not answered after 10 s');

  fail(new Error('x'));
  queue.add(3);
  clock.advance(1_000);
  await settle();
  t.same(sent, [[1], [2], [3]]);
  t.equal(queue.dropped, 3);
});

await t.test('holds so many and no more', async (t) => {
  const { queue, fill, lengths } = open();
  fill(128);
  t.same(lengths(), [128]);
  fill(2_048);
  t.equal(queue.dropped, 0);
  fill(5);
  t.equal(queue.dropped, 5);
});

await t.test('at the end sends what is waiting, and takes nothing more', async (t) => {
  const { clock, queue, sent, answer, settle } = open();
  queue.add(1);
  const closed = queue.close(1_000);
  queue.add(2);
  t.same(sent, [[1]]);
  answer();
  await closed;
  await settle();
  t.equal(queue.dropped, 1);
  t.equal(clock.pending(), 0);
});

await t.test('does not end later for somebody who hangs', async (t) => {
  const { clock, queue, fill, settle } = open();
  fill(300);
  let isClosed = false;
  const closed = queue.close(1_000).then(() => (isClosed = true));
  clock.advance(999);
  await settle();
  t.equal(isClosed, false);
  clock.advance(1);
  await closed;
  t.equal(queue.dropped, 172, 'all but the batch under way');
});

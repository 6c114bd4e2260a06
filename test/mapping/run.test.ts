import t from 'tap';
import { createBudget } from '../../src/mapping/budget.ts';
import { Run, Turns } from '../../src/mapping/run.ts';
import { createManualClock } from '../fixtures/clock.ts';

function never(): Promise<never> {
  return new Promise(() => {});
}

void t.test('does one work after another, in order, whatever comes of each', async (t) => {
  const turns = new Turns();
  const done: number[] = [];
  const works = [1, 2, 3].map((number) =>
    turns.take(async () => {
      await new Promise(setImmediate);
      done.push(number);
      if (number === 2) throw new Error('two');
      return number;
    }),
  );
  t.same(
    (await Promise.allSettled(works)).map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  t.same(done, [1, 2, 3]);
});

void t.test('a run that waits for what never comes is ended', async (t) => {
  const run = new Run(createBudget({ clock: createManualClock() }), new Turns());
  await t.rejects(Promise.race([never(), run.stall()]), { message: 'waited for ever' });
});

void t.test('a run that rests, or is over, is not taken for one that waits for ever', async (t) => {
  const clock = createManualClock();
  const run = new Run(createBudget({ clock }), new Turns());
  let isEnded = false;
  void run.stall().catch(() => {
    isEnded = true;
  });
  for (let round = 0; round < 3; round += 1) {
    clock.advance(20);
    await run.rest();
  }
  run.end();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  t.notOk(isEnded);
});

void t.test('rests when others are due, once for all that run beside each other', async (t) => {
  const clock = createManualClock();
  const turns = new Turns();
  const run = new Run(createBudget({ clock }), turns);
  t.equal(run.rest(), undefined);
  clock.advance(9);
  const rest = run.rest();
  t.ok(rest instanceof Promise);
  t.equal(run.rest(), rest);
  await rest;
  t.equal(run.rest(), undefined);
  clock.advance(5);
  run.end();
  const next = new Run(createBudget({ clock }), turns);
  t.equal(next.rest(), undefined);
  clock.advance(4);
  t.ok(next.rest() instanceof Promise, 'the time of the run before counts as well');
});

void t.test('a run that is over takes no more steps', async (t) => {
  const run = new Run(createBudget({ clock: createManualClock() }), new Turns());
  run.step();
  run.end();
  t.throws(() => run.step(), { message: 'ended before' });
});

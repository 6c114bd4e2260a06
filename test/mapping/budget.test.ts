import t from 'tap';
import { cardLimits, createBudget } from '../../src/mapping/budget.ts';
import { weigh } from '../../src/mapping/weigh.ts';
import { createManualClock } from '../fixtures/clock.ts';

void t.test('has so many steps', async (t) => {
  const limits = { ...cardLimits, steps: 2 };
  const budget = createBudget({ clock: createManualClock(), limits });
  budget.step();
  budget.step();
  t.throws(() => budget.step(), { message: 'took more than 2 steps' });
  t.throws(() => budget.step(), 'and stays used up');
});

void t.test('has so much running time', async (t) => {
  const clock = createManualClock();
  const budget = createBudget({ clock });
  budget.resume();
  clock.advance(20);
  budget.step();
  clock.advance(20);
  budget.pause();
  clock.advance(1000);
  budget.step();
  t.pass('time between runs is not charged');
  budget.resume();
  clock.advance(11);
  t.throws(() => budget.step(), { message: 'took more than 50 ms' });
});

void t.test('a stop of the machine is charged as one step at most', async (t) => {
  const clock = createManualClock();
  const budget = createBudget({ clock });
  budget.resume();
  clock.advance(10_000);
  budget.step();
  clock.advance(20);
  budget.step();
  clock.advance(20);
  t.throws(() => budget.step(), { message: 'took more than 50 ms' });
});

void t.test('has so much size, of one value and of all', async (t) => {
  const limits = { ...cardLimits, valueSize: 100, totalSize: 200, entries: 3 };
  const budget = createBudget({ clock: createManualClock(), limits });
  weigh('a'.repeat(92), budget);
  t.throws(() => weigh('a'.repeat(93), budget), {
    message: 'used a value of more than 100 characters',
  });
  const shared = ['a'.repeat(20)];
  weigh([shared, shared], budget);
  t.throws(() => weigh([shared, shared, shared, shared], budget), {
    message: 'used a value of more than 100 characters',
  });
  t.throws(() => weigh({ a: 1, b: 2, c: 3, d: 4 }, budget), {
    message: 'used an object with more than 3 fields',
  });
  t.throws(() => weigh([Number.POSITIVE_INFINITY], budget), {
    message: 'used a number that is out of range',
  });
  budget.make(100);
  t.throws(() => budget.make(100), { message: 'made too much text and too many lists' });
});

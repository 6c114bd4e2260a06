import t from 'tap';
import { createWindowCounter } from '../../src/authenticate/window-counter.ts';
import { createManualClock } from '../fixtures/clock.ts';

await t.test('counts each key by itself within its window', async (t) => {
  const clock = createManualClock();
  const counter = createWindowCounter(clock, 10);
  t.same(counter.hit('a', 1000), { current: 1, ttl: 1000 });
  clock.advance(400);
  t.same(counter.hit('a', 1000), { current: 2, ttl: 600 });
  t.same(counter.hit('b', 1000), { current: 1, ttl: 1000 });
});

await t.test('starts a new window when the old one has ended, not before', async (t) => {
  const clock = createManualClock();
  const counter = createWindowCounter(clock, 10);
  counter.hit('a', 1000);
  clock.advance(999);
  t.same(counter.hit('a', 1000), { current: 2, ttl: 1 });
  clock.advance(1);
  t.same(counter.hit('a', 1000), { current: 1, ttl: 1000 });
});

await t.test('forgets the window that began first when there are too many', async (t) => {
  const clock = createManualClock();
  const counter = createWindowCounter(clock, 2);
  counter.hit('a', 1000);
  counter.hit('b', 1000);
  clock.advance(1000);
  counter.hit('a', 1000);
  counter.hit('c', 1000);
  t.equal(counter.hit('a', 1000).current, 2);
  t.equal(counter.hit('c', 1000).current, 2);
  t.equal(counter.hit('b', 1000).current, 1);
  t.equal(counter.hit('a', 1000).current, 1);
});

await t.test('a sweep forgets the keys whose windows have ended, and no others', async (t) => {
  const clock = createManualClock();
  const counter = createWindowCounter(clock, 10);
  counter.hit('old', 1000);
  clock.advance(500);
  counter.hit('new', 1000);
  t.equal([...counter.sweep()].length, 2);
  clock.advance(500);
  t.equal([...counter.sweep()].length, 2, 'one with each step');
  t.equal([...counter.sweep()].length, 1);
  t.same(counter.hit('new', 1000), { current: 2, ttl: 500 });
});

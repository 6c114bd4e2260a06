import t from 'tap';
import { createKeptIds } from '../../../src/fan-out/adapters/kept-ids.ts';
import { createManualClock } from '../../fixtures/clock.ts';

void t.test('keeps so many ids, and lets the oldest go', (t) => {
  const kept = createKeptIds(1_000, createManualClock());
  for (let index = 0; index < 5_000; index += 1) kept.set(`k${index}`, `v${index}`);
  t.equal(kept.get('k0'), 'v0');
  kept.set('k0', 'again');
  kept.set('k5000', 'v5000');
  t.equal(kept.get('k0'), 'again', 'what was set again is not old');
  t.equal(kept.get('k1'), null);
  t.equal(kept.get('k2'), 'v2');
  t.equal(kept.get('k5000'), 'v5000');
  t.end();
});

void t.test('deletes an id only while it is still that one', (t) => {
  const kept = createKeptIds(1_000, createManualClock());
  kept.set('k', 'old');
  kept.set('k', 'new');
  kept.delete('k', 'old');
  t.equal(kept.get('k'), 'new');
  kept.delete('k', 'new');
  t.equal(kept.get('k'), null);
  t.end();
});

void t.test('a sweep forgets the ids whose time is over, and no others', (t) => {
  const clock = createManualClock();
  const kept = createKeptIds(1_000, clock);
  kept.set('old', 'o');
  kept.set('renewed', 'r');
  clock.advance(999);
  kept.set('renewed', 'r');
  kept.set('new', 'n');
  t.equal([...kept.sweep()].length, 3);
  t.equal(kept.get('old'), 'o', 'a millisecond too early');
  clock.advance(1);
  t.equal([...kept.sweep()].length, 3, 'one with each step');
  t.equal([...kept.sweep()].length, 2);
  t.equal(kept.get('renewed'), 'r');
  t.equal(kept.get('new'), 'n');
  t.end();
});

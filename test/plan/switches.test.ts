import t from 'tap';
import type { SwitchTarget } from '../../src/observe/events.ts';
import { createSwitches } from '../../src/plan/switches.ts';
import { createManualClock } from '../fixtures/clock.ts';

const usage: SwitchTarget = { kind: 'card', name: 'usage' };
const billing: SwitchTarget = { kind: 'upstream', name: 'billing' };
const card = { cardKey: 'usage', upstream: 'billing' };

function start() {
  const told: object[] = [];
  const clock = createManualClock();
  const switches = createSwitches(clock, {
    disabled: (event) => void told.push(event),
    enabled: (event) => void told.push(event),
  });
  return { clock, switches, told };
}

await t.test('a card is off by itself or with its upstream', async (t) => {
  for (const target of [usage, billing]) {
    const { switches } = start();
    t.equal(switches.offBy(card), null);
    switches.disable(target, 60_000, 'moves');
    t.match(switches.offBy(card), { ...target, until: 60_000, reason: 'moves' });
    t.equal(switches.enable(target), true);
    t.equal(switches.offBy(card), null);
  }
});

await t.test('others stay on, also those of the same name and another kind', async (t) => {
  const { switches } = start();
  switches.disable(usage, 60_000, null);
  t.equal(switches.offBy({ cardKey: 'invoice', upstream: 'billing' }), null);
  t.equal(switches.find({ kind: 'upstream', name: 'usage' }), null);
  t.equal(switches.enable({ kind: 'upstream', name: 'usage' }), false);
  t.ok(switches.offBy(card));
});

await t.test('off by both, it is what lasts longer that counts', async (t) => {
  const { switches } = start();
  switches.disable(usage, 60_000, null);
  switches.disable(billing, 30_000, null);
  t.match(switches.offBy(card), usage);
  switches.disable(billing, 90_000, null);
  t.match(switches.offBy(card), billing);
  switches.enable(usage);
  t.match(switches.offBy(card), billing);
});

await t.test('it is on again by itself, and that is told once', async (t) => {
  const { clock, switches, told } = start();
  switches.disable(usage, 60_000, null);
  clock.advance(59_999);
  t.ok(switches.offBy(card));
  clock.advance(1);
  t.equal(switches.offBy(card), null);
  clock.advance(60_000);
  t.same(told, [
    { ...usage, forSeconds: 60, reason: null },
    { ...usage, cause: 'expired' },
  ]);
});

await t.test('its time is over although its timer is late', async (t) => {
  const { clock, switches } = start();
  switches.disable(usage, 60_000, null);
  let seen: unknown;
  clock.after(59_000, () => {
    clock.block(2_000);
    seen = switches.offBy(card);
  });
  clock.advance(59_000);
  t.equal(seen, null);
});

await t.test('the last word counts, for longer or for less', async (t) => {
  const { clock, switches } = start();
  switches.disable(usage, 60_000, null);
  switches.disable(usage, 120_000, 'longer');
  clock.advance(60_000);
  t.match(switches.offBy(card), { reason: 'longer' });
  switches.disable(usage, 1_000, 'shorter');
  clock.advance(1_000);
  t.equal(switches.offBy(card), null);
});

await t.test('what is on is not switched on, and nothing is told', async (t) => {
  const { switches, told } = start();
  t.equal(switches.enable(usage), false);
  t.same(told, []);
});

await t.test('closed, it leaves no timer', async (t) => {
  const { clock, switches, told } = start();
  switches.disable(usage, 60_000, null);
  switches.disable(billing, 60_000, null);
  switches.close();
  switches.close();
  t.equal(clock.pending(), 0);
  t.equal(told.length, 2);
});

import t from 'tap';
import { stateOf } from '../../../src/browser/cache/entry-words.ts';
import {
  describePlainCopies,
  describePurge,
  formatBytes,
} from '../../../src/browser/cache/words.ts';

await t.test('sizes are told in the unit that fits', async (t) => {
  t.equal(formatBytes(0), '0 bytes');
  t.equal(formatBytes(1_023), '1023 bytes');
  t.equal(formatBytes(4_200), '4.1 KiB');
  t.equal(formatBytes(67_108_864), '64 MiB');
  t.equal(formatBytes(300_000_000), '286 MiB');
  t.equal(formatBytes(5e12), '4657 GiB');
});

const purged = { plainCopiesGoneInSeconds: 0, plainCopiesGoneBy: '2026-11-14T09:30:00Z' };

await t.test('what a purge has done is told', async (t) => {
  const told = (cards: number, fetchesVoided: number) =>
    describePurge({ ...purged, cards, fetchesVoided });
  t.equal(told(1, 0), 'Forgot 1 card.');
  t.equal(told(7, 1), 'Forgot 7 cards. A fetch under way will not be kept.');
  t.equal(told(0, 2), 'Forgot 0 cards. 2 fetches under way will not be kept.');
});

await t.test("until when Plain's copies live is counted down", async (t) => {
  const goneBy = purged.plainCopiesGoneBy;
  const end = Date.parse(goneBy);
  t.match(describePlainCopies(goneBy, end - 47_500), /at most 48 s more, until \d\d:30:00\./);
  t.match(describePlainCopies(goneBy, end), /past their time/);
});

await t.test('the state of an entry is told', async (t) => {
  const state = (
    state: 'fresh' | 'expired' | 'none',
    isEmpty = false,
    reason: string | null = null,
  ) => stateOf({ state, isEmpty, coolingDownAfter: reason }).label;
  t.equal(state('fresh'), 'card, fresh');
  t.equal(state('expired', true), 'no data, expired');
  t.equal(state('none'), 'no card');
  t.equal(state('expired', false, 'timeout'), 'rests after timeout');
});

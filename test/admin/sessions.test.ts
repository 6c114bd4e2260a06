import t from 'tap';
import { createSessions } from '../../src/admin/sessions.ts';
import { createManualClock } from '../fixtures/clock.ts';

const hourMs = 3_600_000;

await t.test('a session is found by its id, under a name that opens nothing', async (t) => {
  const sessions = createSessions(createManualClock());
  const id = sessions.open('secret');
  const ref = sessions.find(id, 'secret')?.ref ?? '';
  t.match(ref, /^[\w-]{8}$/);
  t.notMatch(id, ref);
  t.equal(sessions.find(ref, 'secret'), null);
  t.equal(sessions.find('', 'secret'), null);
  t.not(sessions.open('secret'), id);
});

await t.test('a session ends after twelve hours, or when it is closed', async (t) => {
  const clock = createManualClock();
  const sessions = createSessions(clock);
  const [kept, closed] = [sessions.open('secret'), sessions.open('secret')];
  sessions.close(closed);
  t.equal(sessions.find(closed, 'secret'), null);
  clock.advance(12 * hourMs - 1);
  t.ok(sessions.find(kept, 'secret'));
  clock.advance(1);
  t.equal(sessions.find(kept, 'secret'), null);
});

await t.test('a new token ends the sessions of the old one', async (t) => {
  const sessions = createSessions(createManualClock());
  const id = sessions.open('secret');
  t.equal(sessions.find(id, 'new'), null);
  t.equal(sessions.find(id, 'secret'), null, 'for good');
});

await t.test('of too many sessions the oldest ends', async (t) => {
  const sessions = createSessions(createManualClock());
  const [first = '', second = ''] = Array.from({ length: 1_001 }, () => sessions.open('secret'));
  t.equal(sessions.find(first, 'secret'), null);
  t.ok(sessions.find(second, 'secret'));
});

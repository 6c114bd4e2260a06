import t from 'tap';
import { describeExactly, describeMoment } from '../../../src/browser/card/moment-words.ts';

const at = new Date('2026-11-14T22:30:05Z');

await t.test("a moment is told in the reader's zone", async (t) => {
  t.equal(describeMoment(at, 'UTC'), '14 Nov 2026, 22:30');
  t.equal(describeMoment(at, 'Asia/Tokyo'), '15 Nov 2026, 07:30');
});

await t.test('exactly, with the zone and how long ago it was', async (t) => {
  const text = describeExactly(at, Date.parse('2026-11-17T22:30:05Z'), 'Asia/Tokyo');
  t.match(text, /^Sunday,? 15 November 2026 at 07:30:05 GMT\+9 \(3 days ago\)$/);
});

import t from 'tap';
import { describeSpan, describeTime } from '../../src/admin/describe-time.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

for (const [at, zone, expected] of [
  ['2026-11-20T12:00:00Z', 'UTC', '20 Nov 2026, 12:00 (3 days ago)'],
  ['2026-11-22T11:00:00Z', 'Europe/Berlin', '22 Nov 2026, 12:00 (1 day ago)'],
  ['2026-11-23T12:00:00Z', 'UTC', '23 Nov 2026, 12:00 (just now)'],
  ['2026-11-23T11:59:01Z', 'UTC', '23 Nov 2026, 11:59 (just now)'],
  ['2026-11-23T14:30:00Z', 'America/New_York', '23 Nov 2026, 09:30 (in 2 hours)'],
  ['2026-12-14T12:00:00Z', 'UTC', '14 Dec 2026, 12:00 (in 21 days)'],
  ['2024-11-22T12:00:00Z', 'UTC', '22 Nov 2024, 12:00 (2 years ago)'],
] as const) {
  await t.test(`${at} in ${zone}`, async (t) => {
    t.equal(describeTime(new Date(at), now, zone), expected);
  });
}

await t.test('without a zone it is the system’s', async (t) => {
  t.match(describeTime(new Date(now), now), /^2[234] Nov 2026, \d\d:00 \(just now\)$/);
});

await t.test('spans are told in the largest unit that has more than one', async (t) => {
  const spans = [0, 45, 89, 90, 120, 3_600, 5_399, 7_190, 172_800].map(describeSpan);
  t.same(spans, ['0 s', '45 s', '89 s', '90 s', '2 min', '60 min', '90 min', '2 h', '2 d']);
});

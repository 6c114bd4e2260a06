import * as fc from 'fast-check';
import t from 'tap';
import { parseRetryAfter } from '../../src/fan-out/retry-after.ts';

const nowMs = Date.UTC(2026, 0, 1);

void t.test('reads seconds', (t) => {
  t.equal(parseRetryAfter('0', nowMs), 0);
  t.equal(parseRetryAfter('120', nowMs), 120_000);
  t.equal(parseRetryAfter('1000000000', nowMs), 1e12);
  t.end();
});

void t.test('reads a date, and takes one in the past as now', (t) => {
  t.equal(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', nowMs), 30_000);
  t.equal(parseRetryAfter('Fri, 31 Dec 1999 23:59:59 GMT', nowMs), 0);
  t.end();
});

void t.test('takes nothing else', (t) => {
  const garbage = [
    '',
    '-1',
    '+1',
    '1.5',
    '1e3',
    '0x10',
    '1 s',
    'soon',
    '2, 2',
    '9'.repeat(13),
    '2026-01-01',
    'Thu, 01 Jan 2026 00:00:30 PST',
    'Thu, 99 Foo 2026 00:00:30 GMT',
    'Thursday, 01-Jan-26 00:00:30 GMT',
  ];
  for (const value of garbage) t.equal(parseRetryAfter(value, nowMs), null, value);
  t.end();
});

void t.test('is never negative and never fails', (t) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.date({ noInvalidDate: true }).map((at) => at.toUTCString()),
      ),
      (value) => {
        const ms = parseRetryAfter(value, nowMs);
        return ms === null || ms >= 0;
      },
    ),
  );
  t.end();
});

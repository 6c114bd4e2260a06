const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const day = 86_400;

/** Each with the seconds that it has, and those from which on it is exact enough; the rest are seconds. */
const units = [
  ['year', 365 * day, 730 * day],
  ['month', 30 * day, 60 * day],
  ['week', 7 * day, 14 * day],
  ['day', day, day],
  ['hour', 3_600, 3_600],
  ['minute', 60, 60],
] as const;

/** `14 Nov 2026, 09:30 (3 days ago)`. The time zone is the system's where none is given. */
export function describeTime(at: Date, wallNow: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return `${format.format(at)} (${describeDistance(at.getTime() - wallNow)})`;
}

/** `3 days ago`, `in 2 hours`. */
export function describeDistance(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  const [unit, size] = units.find(([, , from]) => Math.abs(seconds) >= from) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

/** `45 s`, `12 min`, `3 h`, `2 d`: the largest unit of which there is more than one, rounded. */
export function describeSpan(seconds: number): string {
  const spans = [
    ['d', day],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const [unit, size] = spans.find(([, size]) => seconds >= 2 * size) ?? ['s', 1];
  return `${Math.round(seconds / size)} ${unit}`;
}

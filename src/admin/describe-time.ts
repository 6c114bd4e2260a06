import { formatRelative } from '../mapping/dates.ts';

/** `14 Nov 2026, 09:30 (3 days ago)`. The time zone is the system's where none is given. */
export function describeTime(at: Date, wallNow: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return `${format.format(at)} (${formatRelative(at.getTime(), wallNow)})`;
}

/** Each with how many of it the next one has. */
const units = [
  ['s', 60],
  ['min', 60],
  ['h', 24],
] as const;

/** `45 s`, `12 min`, `3 h`, `2 d`: the largest unit of which there are two or more, rounded. */
export function describeSpan(seconds: number): string {
  let count = seconds;
  for (const [unit, size] of units) {
    if (count < 2 * size) return `${count} ${unit}`;
    count = Math.round(count / size);
  }
  return `${count} d`;
}

import { formatRelative } from '../../mapping/dates.ts';

/** `14 Nov 2026, 09:30 (3 days ago)`. The time zone is the system's where none is given. */
export function describeTime(at: Date, wallNow: number, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return `${format.format(at)} (${formatRelative(at.getTime(), wallNow)})`;
}

const day = 86_400;

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

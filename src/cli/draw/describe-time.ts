const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Each unit counts from here on; the rest are seconds. */
const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
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

function describeDistance(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}

import { formatRelative } from '../../mapping/dates.ts';

/** `14 Nov 2026, 09:30`. The zone is the reader's where none is given. */
export function describeMoment(at: Date, timeZone?: string): string {
  return format(at, { dateStyle: 'medium', timeStyle: 'short', timeZone });
}

/** `Saturday 14 November 2026 at 09:30:00 CET (3 days ago)`. */
export function describeExactly(at: Date, wallNow: number, timeZone?: string): string {
  const exact = format(at, { dateStyle: 'full', timeStyle: 'long', timeZone });
  return `${exact} (${formatRelative(at.getTime(), wallNow)})`;
}

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', options).format(at);
}

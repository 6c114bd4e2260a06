const medium = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
const grouped = new Intl.NumberFormat('en-US');
const dayMs = 86_400_000;

/** `512.5` dollars come as 51250 cents and read `$512.50`. */
export function formatMoney(cents: number, currency: string): string {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100);
}

/** `1,000`. */
export function formatCount(count: number): string {
  return grouped.format(count);
}

/** `Nov 21, 2026`, in UTC. */
export function formatDate(epochMs: number): string {
  return medium.format(epochMs);
}

/** The moment so many days after `nowMs`; a negative count lies in the past. Milliseconds since the epoch. */
export function daysFrom(nowMs: number, days: number): number {
  return nowMs + days * dayMs;
}

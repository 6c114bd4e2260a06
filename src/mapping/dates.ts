import { lazily } from '../lazily.ts';
import { isCalendarDate } from '../validate/formats.ts';

const isoPattern =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[Tt ](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(?<zone>[Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Numbers from here on are milliseconds: in seconds it would be the year 5138. */
const firstMs = 1e11;

/** Milliseconds since the epoch of ISO 8601 text, or of unix time in seconds or milliseconds; without a zone it is UTC. */
export function toEpochMs(value: unknown): number | undefined {
  if (typeof value === 'number') return inRange(Math.abs(value) < firstMs ? value * 1000 : value);
  return typeof value === 'string' ? inRange(parseIso(value.trim())) : undefined;
}

function parseIso(text: string): number {
  const { date, time = '00:00', zone = 'Z' } = isoPattern.exec(text)?.groups ?? {};
  if (date === undefined || !isCalendarDate(date)) return Number.NaN;
  return Date.parse(`${date}T${time}${toOffset(zone)}`);
}

/** `+0100` and `+01` as `+01:00`. */
function toOffset(zone: string): string {
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
}

const yearOneMs = Date.parse('0001-01-01T00:00:00Z');
const lastMs = Date.parse('9999-12-31T23:59:59.999Z');

/** Years of four digits. */
function inRange(epochMs: number): number | undefined {
  const whole = Math.round(epochMs);
  return whole >= yearOneMs && whole <= lastMs ? whole : undefined;
}

/** "14 Nov 2026", in UTC. */
export function formatDate(epochMs: number): string {
  const [, day, month, year] = new Date(epochMs).toUTCString().split(' ');
  return `${Number(day)} ${month} ${Number(year)}`;
}

/** ISO 8601 in UTC, without milliseconds that are zero. */
export function formatDateTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

/** Made when it is needed: that takes longer than everything else that is loaded here. */
const relative = lazily(() => new Intl.RelativeTimeFormat('en-US'));

/** Largest first; a month and a year as long as they are on average. */
const units = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "3 days ago", "in 2 hours", "just now". Whole units, rounded towards now. */
export function formatRelative(epochMs: number, nowMs: number): string {
  const seconds = (epochMs - nowMs) / 1000;
  const fit = units.find(([, length]) => Math.abs(seconds) >= length);
  if (fit === undefined) return 'just now';
  const [unit, length] = fit;
  return relative().format(Math.trunc(seconds / length), unit);
}

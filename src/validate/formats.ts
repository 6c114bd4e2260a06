import type { FormatField } from './fields.ts';

/**
 * Whether this is an absolute http or https URL. The WHATWG parser drops tabs and newlines and supplies missing slashes,
 * so the text is judged before it is parsed.
 */
export function isWebUrl(text: string): boolean {
  return (
    /^https?:\/\//i.test(text) &&
    !/\p{Cc}/u.test(text) &&
    text.trim() === text &&
    URL.canParse(text)
  );
}

function toUrl(text: string): string | undefined {
  return isWebUrl(text) ? text.toWellFormed() : undefined;
}

const dateTimePattern =
  /^(?<date>\d{4}-\d\d-\d\d)(?:T(?<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?)(?<offset>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;

/** `Date` moves 30 February to March; a date that comes back changed doesn't exist. */
export function isCalendarDate(date: string): boolean {
  const start = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(start.getTime()) && start.toISOString().startsWith(date);
}

/** Whether Plain takes a date alone, or a time without an offset, is undocumented: what is missing is completed as UTC. */
function toDateTime(text: string): string | undefined {
  const { date, time = '00:00:00', offset = 'Z' } = dateTimePattern.exec(text)?.groups ?? {};
  return date !== undefined && isCalendarDate(date) ? `${date}T${time}${offset}` : undefined;
}

interface Format {
  /** For the team whose card breaks it. */
  readonly rule: string;
  /** The text in normal form, or undefined when it breaks the rule. */
  readonly normalise: (text: string) => string | undefined;
}

export const formats: Readonly<Record<FormatField['type'], Format>> = {
  url: { rule: 'expected an absolute http or https URL', normalise: toUrl },
  dateTime: { rule: 'expected an ISO 8601 date-time', normalise: toDateTime },
};

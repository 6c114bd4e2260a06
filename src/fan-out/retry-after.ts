/** RFC 9110, section 5.6.7; the two obsolete forms of a date are not used by anybody and count as garbage. */
const httpDate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * What a `Retry-After` header asks for, in milliseconds from `wallNowMs`; a date in the past is 0.
 * Null when it is neither whole seconds nor a date.
 */
export function parseRetryAfter(value: string, wallNowMs: number): number | null {
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  if (!httpDate.test(value)) return null;
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - wallNowMs);
}

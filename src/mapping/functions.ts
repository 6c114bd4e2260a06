import { formatDate, formatDateTime, formatRelative, toEpochMs } from './dates.ts';
import { escapeMarkdown } from './markdown.ts';
import { formatMinorMoney, formatMoney } from './money.ts';

/** A function for expressions, beside JSONata's own. */
export interface HelperFunction {
  readonly name: string;
  /** As it is called; `?` behind what may be left out. */
  readonly signature: string;
  readonly description: string;
  readonly example: string;
  readonly result: unknown;
  /** Undefined for no value, as for whatever it can't read. `wallMs` is the time of day. */
  readonly call: (args: readonly unknown[], wallMs: number) => unknown;
}

/**
 * The gateway's functions for expressions: the one source of the check, of the docs and of the schema. In English and
 * UTC. They give no value for a missing one, so that what shows it isn't shown.
 */
export const helperFunctions: readonly HelperFunction[] = [
  {
    name: 'money',
    signature: '$money(amount, currency)',
    description: 'an amount in whole units of its currency (ISO 4217)',
    example: '$money(1234.5, "EUR")',
    result: '€1,234.50',
    call: ([amount, currency]) => withMoney(amount, currency, formatMoney),
  },
  {
    name: 'moneyMinor',
    signature: '$moneyMinor(amount, currency)',
    description: 'an amount in the smallest units of its currency, such as cents or yen',
    example: '$moneyMinor(1999, "usd")',
    result: '$19.99',
    call: ([amount, currency]) => withMoney(amount, currency, formatMinorMoney),
  },
  {
    name: 'date',
    signature: '$date(time)',
    description: 'a day; the time is ISO 8601 text, or unix time in seconds or milliseconds',
    example: '$date("2026-11-14T09:30:00Z")',
    result: '14 Nov 2026',
    call: ([time]) => withTime(time, formatDate),
  },
  {
    name: 'dateTime',
    signature: '$dateTime(time)',
    description: 'ISO 8601 as componentDateTime takes it',
    example: '$dateTime(1794648600)',
    result: '2026-11-14T09:30:00Z',
    call: ([time]) => withTime(time, formatDateTime),
  },
  {
    name: 'relative',
    signature: '$relative(time)',
    description: 'how long ago or ahead, seen from when the service was asked',
    example: '$relative($millis() - 3 * 86400000)',
    result: '3 days ago',
    call: ([time], wallMs) => withTime(time, (epochMs) => formatRelative(epochMs, wallMs)),
  },
  {
    name: 'plural',
    signature: '$plural(count, one, many?)',
    description:
      'a number with its noun; "s" is put behind the noun where there is no third argument',
    example: '$plural(2, "order")',
    result: '2 orders',
    call: ([count, one, many]) => plural(count, one, many),
  },
  {
    name: 'truncate',
    signature: '$truncate(text, length)',
    description: 'at most so many characters, the last of them … where something was cut off',
    example: '$truncate("A long title", 7)',
    result: 'A long…',
    call: ([text, length]) => truncate(text, length),
  },
  {
    name: 'badgeColor',
    signature: '$badgeColor(value, colors, default?)',
    description: 'the colour for a value, in whatever case it is written',
    example: '$badgeColor("Paid", {"paid": "GREEN", "failed": "RED"}, "GREY")',
    result: 'GREEN',
    call: ([value, colors, fallback]) => badgeColor(value, colors, fallback),
  },
  {
    name: 'markdown',
    signature: '$markdown(text)',
    description:
      'text that Markdown shows as it is; only for a list of components that an expression gives',
    example: '$markdown("2 * 3")',
    result: String.raw`2 \* 3`,
    call: ([text]) => (typeof text === 'string' ? escapeMarkdown(text) : undefined),
  },
];

function withMoney(
  amount: unknown,
  currency: unknown,
  format: (amount: number, currency: string) => string | undefined,
): string | undefined {
  const number = toNumber(amount);
  if (number === undefined || typeof currency !== 'string') return undefined;
  return format(number, currency);
}

/** Many services send amounts as text. */
function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const isNumeric = typeof value === 'string' && /^\s*-?\d+(?:\.\d+)?\s*$/.test(value);
  return isNumeric ? Number(value) : undefined;
}

function withTime(time: unknown, format: (epochMs: number) => string): string | undefined {
  const epochMs = toEpochMs(time);
  return epochMs === undefined ? undefined : format(epochMs);
}

function plural(count: unknown, one: unknown, many: unknown): string | undefined {
  const number = toNumber(count);
  if (number === undefined || typeof one !== 'string') return undefined;
  const others = typeof many === 'string' ? many : `${one}s`;
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : others}`;
}

/** Counts UTF-16 units, as Plain's limits are read, and cuts no character in half. */
function truncate(text: unknown, length: unknown): string | undefined {
  if (typeof text !== 'string' || typeof length !== 'number' || length < 1) return undefined;
  if (text.length <= length) return text;
  const kept = text.slice(0, Math.floor(length) - 1);
  return `${kept.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}

function badgeColor(value: unknown, colors: unknown, fallback: unknown): unknown {
  const name = toWord(value);
  const entries = typeof colors === 'object' && colors !== null ? Object.entries(colors) : [];
  const found = entries.find(([key]) => key.toLowerCase() === name);
  return found === undefined ? fallback : found[1];
}

function toWord(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value.toLowerCase() : undefined;
}

import t from 'tap';
import type { Test } from 'tap';
import { helperFunctions } from '../../src/mapping/functions.ts';
import { valueOf } from './evaluate.ts';

void t.test('each example gives its result', async (t) => {
  for (const { name, signature, description, example, result } of helperFunctions) {
    t.equal(await valueOf(example), result, example);
    t.ok(example.startsWith(`$${name}(`) && signature.startsWith(`$${name}(`), name);
    t.match(description, /^.{10,150}$/);
  }
});

void t.test('no value in, no value out', async (t) => {
  for (const { name, signature } of helperFunctions) {
    const others = signature.split(',').slice(1).fill('{}');
    for (const missing of ['missing', 'null', '[]', '{}'])
      t.notOk(await valueOf(`$${name}(${[missing, ...others].slice(0, 2).join(', ')})`), name);
  }
});

/** What each expression gives; undefined for no value. */
async function gives(t: Test, rows: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [source, expected] of Object.entries(rows))
    t.equal(await valueOf(source), expected, source);
}

void t.test('$money', (t) =>
  gives(t, {
    '$money(0, "USD")': '$0.00',
    '$money(-12.5, "usd")': '-$12.50',
    '$money("1234567.891", "EUR")': '€1,234,567.89',
    '$money(1234.5, "JPY")': '¥1,235',
    '$money(1.2345, "KWD")': 'KWD\u00a01.235',
    '$money(19.99, "RSD")': 'RSD\u00a019.99',
    '$money(5, "XYZ")': 'XYZ\u00a05.00',
    '$money(5, "dollars")': undefined,
    '$money("5 USD", "USD")': undefined,
    '$money(true, "USD")': undefined,
  }),
);

void t.test('$moneyMinor', (t) =>
  gives(t, {
    '$moneyMinor(1999, "eur")': '€19.99',
    '$moneyMinor(1999, "jpy")': '¥1,999',
    '$moneyMinor(1999, "KWD")': 'KWD\u00a01.999',
    '$moneyMinor(1999, "RSD")': 'RSD\u00a019.99',
    '$moneyMinor("-50", "GBP")': '-£0.50',
    '$moneyMinor(12345, "CLF")': 'CLF\u00a01.2345',
  }),
);

void t.test('$date', (t) =>
  gives(t, {
    '$date("2026-09-03")': '3 Sep 2026',
    '$date("2026-11-14T23:59:59Z")': '14 Nov 2026',
    '$date("2026-11-14T23:59:59-05:00")': '15 Nov 2026',
    '$date("2026-11-14T23:59:59.123+0000")': '14 Nov 2026',
    '$date("2026-11-14 09:30:00")': '14 Nov 2026',
    '$date(" 2026-11-14t09:30z ")': '14 Nov 2026',
    '$date(1794648600)': '14 Nov 2026',
    '$date(1794648600000)': '14 Nov 2026',
    '$date(0)': '1 Jan 1970',
    '$date(-86400)': '31 Dec 1969',
    '$date("2026-02-30")': undefined,
    '$date("2026-13-01")': undefined,
    '$date("2026-11-14T25:00:00Z")': undefined,
    '$date("soon")': undefined,
    '$date("14/11/2026")': undefined,
    '$date(1e300)': undefined,
    '$date(true)': undefined,
  }),
);

void t.test('$dateTime', (t) =>
  gives(t, {
    '$dateTime("2026-11-14")': '2026-11-14T00:00:00Z',
    '$dateTime("2026-11-14T09:30:00.250+01:00")': '2026-11-14T08:30:00.250Z',
    '$dateTime("2026-11-14T09:30:00+01")': '2026-11-14T08:30:00Z',
    '$dateTime(1794648600.5)': '2026-11-14T09:30:00.500Z',
    '$dateTime(99999999999)': '5138-11-16T09:46:39Z',
    '$dateTime(100000000000)': '1973-03-03T09:46:40Z',
    '$dateTime(253402300800000)': undefined,
  }),
);

void t.test('$relative, from the clock it is given', (t) =>
  gives(t, {
    '$relative("2026-01-01")': 'just now',
    '$relative($millis() - 59000)': 'just now',
    '$relative($millis() - 60000)': '1 minute ago',
    '$relative($millis() - 7199000)': '1 hour ago',
    '$relative("2025-12-29")': '3 days ago',
    '$relative("2025-11-01")': '2 months ago',
    '$relative("2023-01-01")': '3 years ago',
    '$relative("2026-01-03T12:00:00Z")': 'in 2 days',
    '$relative("never")': undefined,
  }),
);

void t.test('$plural', (t) =>
  gives(t, {
    '$plural(1, "order")': '1 order',
    '$plural(0, "order")': '0 orders',
    '$plural(1, "entry", "entries")': '1 entry',
    '$plural(12345, "entry", "entries")': '12,345 entries',
    '$plural("2", "order")': '2 orders',
    '$plural(1.5, "hour")': '1.5 hours',
    '$plural(2, 5)': undefined,
  }),
);

void t.test('$truncate', (t) =>
  gives(t, {
    '$truncate("abc", 3)': 'abc',
    '$truncate("abcd", 3)': 'ab…',
    '$truncate("ab cd", 4)': 'ab…',
    '$truncate("a😀b", 3)': 'a…',
    '$truncate("a😀bc", 4)': 'a😀…',
    '$truncate("abc", 1)': '…',
    '$truncate("abc", 0)': undefined,
    '$truncate(123456, 3)': undefined,
    '$truncate("abc", "2")': undefined,
  }),
);

void t.test('$badgeColor', (t) =>
  gives(t, {
    '$badgeColor("PAID", {"paid": "GREEN"})': 'GREEN',
    '$badgeColor("paid", {"Paid": "GREEN"})': 'GREEN',
    '$badgeColor("open", {"paid": "GREEN"}, "GREY")': 'GREY',
    '$badgeColor("open", {"paid": "GREEN"})': undefined,
    '$badgeColor(true, {"true": "RED"})': 'RED',
    '$badgeColor(5, {"5": "RED"})': 'RED',
    '$badgeColor(missing, {"paid": "GREEN"}, "GREY")': 'GREY',
    '$badgeColor("toString", {"paid": "GREEN"})': undefined,
    '$badgeColor("__proto__", {"paid": "GREEN"})': undefined,
    '$badgeColor("paid", "GREEN", "RED")': 'RED',
  }),
);

void t.test('$markdown', (t) =>
  gives(t, {
    '$markdown("a *b* [c](d)")': String.raw`a \*b\* \[c\](d)`,
    '$markdown(5)': undefined,
  }),
);

import t from 'tap';
import { formats } from '../../src/validate/formats.ts';

const { url, dateTime } = formats;

await t.test('keeps an absolute http or https URL as it was given', async (t) => {
  for (const text of [
    'http://shop.example/',
    'https://shop.example',
    'HTTPS://Shop.Example:8443/a b?q=ü#top',
    'https://[::1]/',
  ])
    t.equal(url.normalise(text), text);
});

await t.test('refuses other schemes and relative URLs', async (t) => {
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://shop.example',
    'mailto:ada@shop.example',
    '//shop.example/x',
    '/orders/1',
    'shop.example/x',
    '#',
    '',
  ])
    t.equal(url.normalise(text), undefined, text);
});

await t.test('refuses URLs that only a forgiving parser accepts', async (t) => {
  for (const text of [
    'https:shop.example',
    'https:/shop.example',
    'https:\\\\shop.example',
    ' https://shop.example',
    'https://shop.example ',
    'https://shop.example\n',
    '\u00A0https://shop.example',
    'ht\ntps://shop.example',
    'https://shop.example/a\tb',
    'https://shop.example/\0',
    'https://shop.example/\u007F',
    'https://shop.example/\u0085',
  ])
    t.equal(url.normalise(text), undefined, JSON.stringify(text));
});

await t.test('refuses a URL without a proper host', async (t) => {
  for (const text of ['https://', 'http://a b/', 'http://shop.example:99999/', 'http://\uD800/'])
    t.equal(url.normalise(text), undefined, JSON.stringify(text));
});

await t.test('replaces a lone surrogate in a URL', async (t) => {
  t.equal(url.normalise('https://shop.example/\uD83D'), 'https://shop.example/\uFFFD');
});

await t.test('keeps a date-time with an offset as it was given', async (t) => {
  for (const text of [
    '2026-05-11T12:00:00Z',
    '2026-05-11T12:00:00.123456789+05:30',
    '2026-05-11T23:59-12:00',
    '2024-02-29T00:00:00Z',
    '0000-01-01T00:00:00Z',
  ])
    t.equal(dateTime.normalise(text), text);
});

await t.test('completes a date and a time without an offset as UTC', async (t) => {
  t.equal(dateTime.normalise('2026-05-11'), '2026-05-11T00:00:00Z');
  t.equal(dateTime.normalise('2026-05-11T12:00:00.5'), '2026-05-11T12:00:00.5Z');
});

await t.test('refuses dates and times that do not exist', async (t) => {
  for (const text of [
    '2026-02-30T00:00:00Z',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '2026-05-11T24:00:00Z',
    '2026-05-11T12:60:00Z',
    '2026-05-11T12:00:60Z',
    '2026-05-11T12:00:00+24:00',
    '2026-05-11T12:00:00+05:60',
  ])
    t.equal(dateTime.normalise(text), undefined, text);
});

await t.test('refuses what is no ISO 8601 date-time', async (t) => {
  for (const text of [
    '',
    'yesterday',
    '1778500800',
    '11.05.2026',
    '2026-5-11',
    '2026-05-11 12:00:00Z',
    '2026-05-11t12:00:00z',
    '2026-05-11T12:00:00 Z',
    '2026-05-11T12:00:00.Z',
    '2026-05-11TZ',
    '2026-05-11T12Z',
    '2026-05-11T12:00:00Z\n',
    ' 2026-05-11T12:00:00Z',
    'Mon, 11 May 2026 12:00:00 GMT',
    '２０２６-05-11T12:00:00Z',
  ])
    t.equal(dateTime.normalise(text), undefined, JSON.stringify(text));
});

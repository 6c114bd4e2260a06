import t from 'tap';
import { suggest } from '../src/suggest.ts';

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

import t from 'tap';
import { tokenOf, viewOf } from '../../../src/browser/app/route.ts';

await t.test('an address names a view', async (t) => {
  t.equal(viewOf('#/cache'), 'cache');
  t.equal(viewOf('#/playground?draft=abc'), 'playground');
});

await t.test('one that names none is the first view', async (t) => {
  for (const fragment of ['', '#', '#/', '#/nothing', '#cache', '#/__proto__', '#token=abc']) {
    t.equal(viewOf(fragment), 'cards', fragment);
  }
});

await t.test('a token is read as it was printed', async (t) => {
  t.equal(tokenOf('#token=aB-_9'), 'aB-_9');
  t.equal(tokenOf('#token='), null);
  t.equal(tokenOf('#/cards'), null);
  t.equal(tokenOf(''), null);
});

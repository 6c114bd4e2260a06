import t from 'tap';
import { readTags } from '../../src/validate/tags.ts';

const key = 'usage';

await t.test('reads the tags beside the components', async (t) => {
  t.strictSame(readTags({ key, cacheTags: ['plan:pro', 'team:7'] }), ['plan:pro', 'team:7']);
  t.strictSame(readTags({ key, components: null, cacheTags: ['x'] }), ['x'], 'also of "no data"');
});

await t.test('a card without a list of tags has none', async (t) => {
  for (const card of [
    { key },
    { key, cacheTags: null },
    { key, cacheTags: 'pro' },
    null,
    [],
    'x',
    7,
  ])
    t.strictSame(readTags(card), []);
});

await t.test('leaves out what is no tag', async (t) => {
  const long = 'x'.repeat(101);
  t.strictSame(readTags({ cacheTags: ['a', '', 7, null, {}, ['b'], long, 'c'] }), ['a', 'c']);
  t.strictSame(readTags({ cacheTags: [long.slice(1)] }), [long.slice(1)]);
});

await t.test('takes 16 at most', async (t) => {
  const cacheTags = Array.from({ length: 100_000 }, (_, index) => `t${index}`);
  t.strictSame(readTags({ cacheTags }), cacheTags.slice(0, 16));
});

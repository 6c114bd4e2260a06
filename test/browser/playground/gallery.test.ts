import t from 'tap';
import { gallery } from '../../../src/browser/playground/gallery/gallery.ts';
import { edgeItems } from '../../../src/browser/playground/gallery/edges.ts';
import { exampleItems } from '../../../src/browser/playground/gallery/examples.ts';
import { readDocument } from '../../../src/browser/playground/read-document.ts';
import { sizeOf } from '../../../src/browser/playground/size.ts';
import { componentKinds } from '../../../src/validate/components.ts';
import { shownBy } from './shown-by.ts';

const items = gallery.flatMap((group) => group.items);

await t.test('has each component, seven cards and the edge cases', async (t) => {
  const ids = items.map(({ id }) => id);
  t.same(
    ids.filter((id) => id.startsWith('component')),
    componentKinds,
  );
  t.equal(exampleItems.length, 7);
  t.ok(edgeItems.length >= 7);
  t.equal(new Set(ids).size, ids.length, 'ids are unique');
});

for (const { id, document } of items) {
  await t.test(`${id}: nothing is wrong with it`, async (t) => {
    const read = readDocument(JSON.stringify(document));
    t.match(read, { kind: 'judged', findings: [] });
    t.equal(shownBy(document) === null, id === 'empty');
  });
}

await t.test('the longest texts fit into a card', async (t) => {
  const longest = items.find(({ id }) => id === 'longest');
  const { bytes } = sizeOf(shownBy(longest?.document));
  t.ok(bytes.used > 12_000 && bytes.used < bytes.max);
});

await t.test('counts what rows and containers hold', async (t) => {
  const row = { rowMainContent: [{ componentText: { text: 'a' } }], rowAsideContent: [] };
  const containerContent = [{ componentRow: row }, { componentDivider: {} }];
  const { components } = sizeOf([{ componentContainer: { containerContent } }]);
  t.same(components, { used: 4, max: 998 });
  t.equal(sizeOf(null).components.used, 0);
});

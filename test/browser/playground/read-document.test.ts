import t from 'tap';
import { readDocument } from '../../../src/browser/playground/read-document.ts';

const good = { componentText: { text: 'Hello' } };
const bad = { componentBadge: { badgeLabel: 'Paid', badgeColor: 'GREEEN' } };

function findingsOf(value: unknown): readonly string[] {
  const read = readDocument(JSON.stringify(value));
  if (read.kind !== 'judged') throw new Error(read.kind);
  return read.findings.map(({ pointer, message, fix }) => [pointer, message, fix].join(' | '));
}

const rule = 'expected one of GREY, GREEN, YELLOW, RED, BLUE | Did you mean GREEN?';

await t.test('reads each of the shapes in which people have a card', async (t) => {
  const shapes = [
    [good],
    { components: [good] },
    { key: 'billing', timeToLiveSeconds: 60, components: [good] },
    { cards: [{ key: 'billing', components: [good] }] },
  ];
  for (const shape of shapes) {
    const read = readDocument(JSON.stringify(shape));
    t.match(read, { kind: 'judged', findings: [], cards: [{ components: [good] }] });
  }
});

await t.test('points into the document as it is written', async (t) => {
  t.same(findingsOf([good, bad]), [`/1/componentBadge/badgeColor | ${rule}`]);
  t.same(findingsOf({ components: [bad] }), [`/components/0/componentBadge/badgeColor | ${rule}`]);
  t.same(findingsOf({ cards: [{ key: 'a', components: [bad] }] }), [
    `/cards/0/components/0/componentBadge/badgeColor | ${rule}`,
  ]);
});

await t.test('tells everything at once', async (t) => {
  t.equal(findingsOf([bad, good, bad, {}]).length, 3);
});

await t.test('says where it stops being JSON', async (t) => {
  t.match(readDocument('[{"componentText": }]'), { kind: 'syntax', offset: 19 });
});

await t.test('says what is expected of something else', async (t) => {
  t.match(findingsOf({ card: 1 }), [/expected \{"cards"/]);
  t.match(findingsOf('text'), [/expected/]);
});

await t.test('finds nothing to say of nothing', async (t) => {
  t.same(readDocument(' \n'), { kind: 'blank' });
});

import { isStringOneByteRepresentation } from 'node:v8';
import t from 'tap';
import { admitCard } from '../../src/fan-out/admit-card.ts';

function jsonOf(text: string): string {
  const admitted = admitCard({ key: 'usage', components: [{ componentText: { text } }] }, 65_536);
  t.ok(admitted.ok);
  return admitted.ok ? admitted.componentsJson : '';
}

await t.test('a card with a few wide characters is kept at one byte a character', async (t) => {
  const json = jsonOf(`£49 ${'every month '.repeat(20)}– soon`);
  t.match(json, /\\u00a349 .*\\u2013 soon/);
  t.equal(isStringOneByteRepresentation(json), true);
});

await t.test('a card in another script is kept as it is', async (t) => {
  t.match(jsonOf('三月十二日に更新されます'), /三月/);
});

await t.test(
  'a card is measured in UTF-8, with room for the line above it when it is old',
  async (t) => {
    const card = (length: number) => ({
      key: 'usage',
      components: [{ componentText: { text: '三'.repeat(length) } }],
    });
    t.equal(admitCard(card(200), 1024).ok, true);
    t.match(admitCard(card(300), 1024), { ok: false, failure: { reason: 'too_large' } });
  },
);

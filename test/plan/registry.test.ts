import t from 'tap';
import type { CardConfig } from '../../src/config/schema.ts';
import { createRegistry } from '../../src/plan/registry.ts';
import { cardConfig, registeredCard } from '../fixtures/cards.ts';

await t.test('files every card under its key, with its upstream', async (t) => {
  const registry = createRegistry([
    { name: 'billing', title: 'Billing', cards: { usage: cardConfig(), invoice: cardConfig() } },
    { name: 'orders', cards: { 'last-order': cardConfig() } },
  ]);
  t.same([...registry.keys()], ['usage', 'invoice', 'last-order']);
  t.match(registry.get('usage'), { cardKey: 'usage', upstream: 'billing', title: 'Billing' });
});

await t.test('calls a service by its name when it has no title', async (t) => {
  t.equal(registeredCard().title, 'billing');
});

await t.test('gives equal definitions the same fingerprint', async (t) => {
  t.equal(registeredCard().fingerprint, registeredCard().fingerprint);
});

await t.test('gives a changed definition another fingerprint', async (t) => {
  t.not(registeredCard({ ttlSeconds: 60 }).fingerprint, registeredCard().fingerprint);
});

await t.test("gives a changed upstream's cards another fingerprint", async (t) => {
  const at = (url: string) =>
    createRegistry([{ name: 'billing', cards: { usage: cardConfig() }, url } as never]).get('usage')
      ?.fingerprint;
  t.not(at('http://a.example/cards'), at('http://b.example/cards'));
});

await t.test('a rotated token or another time limit keeps the fingerprint', async (t) => {
  const at = (settings: object) =>
    createRegistry([
      {
        name: 'billing',
        cards: { usage: cardConfig() },
        url: 'http://a.example/cards',
        ...settings,
      } as never,
    ]).get('usage')?.fingerprint;
  t.equal(at({ headers: { authorization: 'Bearer new' }, timeoutMs: 900 }), at({}));
});

await t.test('cards that send the same dimensions share a batch, in whatever order', async (t) => {
  const batchOf = (...sends: CardConfig['sends']) => registeredCard({ sends }).batch;
  t.equal(batchOf('tenant', 'customer'), batchOf('customer', 'tenant', 'tenant'));
  t.not(batchOf('tenant', 'customer'), batchOf('customer'));
});

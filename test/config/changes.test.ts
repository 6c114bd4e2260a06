import t from 'tap';
import { findChanges } from '../../src/config/changes.ts';

interface Upstream {
  readonly name: string;
  readonly timeoutMs: number;
  readonly cards: object;
}

const billing: Upstream = { name: 'billing', timeoutMs: 1_000, cards: { usage: {}, invoice: {} } };
const orders: Upstream = {
  name: 'orders',
  timeoutMs: 1_000,
  cards: { 'last-order': { ttlSeconds: 60 } },
};
const gateway = { deadlineMs: 5_000, auth: { headers: [{ value: 'a' }] }, cache: { maxBytes: 1 } };
const none = { added: [], removed: [], changed: [] };

const configOf = (...upstreams: Upstream[]) => ({ gateway, upstreams });

await t.test('the same configuration has no changes', async (t) => {
  const config = configOf(billing, orders);
  t.same(findChanges(config, structuredClone(config)), {
    upstreams: none,
    cards: none,
    settings: [],
  });
});

await t.test('upstreams and cards come, go and change', async (t) => {
  const accounts = { ...billing, name: 'accounts', cards: { details: {} } };
  const { upstreams, cards } = findChanges(
    configOf(billing, orders),
    configOf(accounts, { ...orders, timeoutMs: 2_000 }),
  );
  t.same(upstreams, { added: ['accounts'], removed: ['billing'], changed: ['orders'] });
  t.same(cards, { added: ['details'], removed: ['usage', 'invoice'], changed: [] });
});

await t.test('a changed card is no change of its upstream', async (t) => {
  const next = configOf({ ...orders, cards: { 'last-order': { ttlSeconds: 90 } } });
  const { upstreams, cards } = findChanges(configOf(orders), next);
  t.same(upstreams, none);
  t.same(cards, { ...none, changed: ['last-order'] });
});

await t.test('a card that moved to another upstream has changed', async (t) => {
  const next = configOf(
    { ...billing, cards: { usage: {} } },
    { ...orders, cards: { ...orders.cards, invoice: {} } },
  );
  t.same(findChanges(configOf(billing, orders), next).cards, { ...none, changed: ['invoice'] });
});

await t.test('settings are told by their innermost fields, without values', async (t) => {
  const next = {
    auth: { headers: [{ value: 'secret' }] },
    cache: { maxBytes: 2 },
    'odd name': 1,
    deadlineMs: 5_000,
  };
  t.same(findChanges(configOf(), { gateway: next, upstreams: [] }).settings, [
    'auth.headers',
    'cache.maxBytes',
    '["odd name"]',
  ]);
});

import t from 'tap';
import type { Test } from 'tap';
import { purge, viewCache, viewEntries } from '../../src/admin/cache.ts';
import { createGateway } from '../../src/create-gateway.ts';
import type { Gateway } from '../../src/gateway.ts';
import { createManualClock } from '../fixtures/clock.ts';

const caller = { credentialId: 'test', workspaceId: null, cards: null };
const text = [{ componentText: { text: 'secret content' } }];

function open(t: Test, answer: (key: string) => object = () => ({ components: text })) {
  const clock = createManualClock();
  const gateway = createGateway(
    {
      auth: { headers: [{ name: 'x', value: 'y' }] },
      upstreams: [
        {
          name: 'billing',
          adapter: 'function',
          cards: { usage: {}, invoice: { ttlSeconds: 600 } },
          fetch: async ({ cardKeys }) => ({
            cards: cardKeys.map((key) => ({ key, ...answer(key) })),
          }),
        },
      ],
    },
    { clock },
  );
  t.teardown(() => gateway.close());
  return { clock, gateway };
}

function ask(gateway: Gateway, externalId: string): Promise<string> {
  const subject = {
    customer: { id: null, email: `${externalId}@Example.com`, externalId },
    thread: null,
    tenant: null,
  };
  return gateway.answer({ cardKeys: ['usage', 'invoice'], subject }, caller, gateway.clock.now());
}

await t.test('shows age, TTL and state of entries, but neither customer nor content', async (t) => {
  const { clock, gateway } = open(t, (key) => ({
    components: key === 'usage' ? null : text,
    cacheTags: key === 'usage' ? [] : ['plan:pro'],
  }));
  await ask(gateway, 'ada');
  clock.advance(61_500);
  const entries = viewEntries(gateway, {});
  t.match(entries, [
    {
      card: 'invoice',
      state: 'fresh',
      isEmpty: false,
      ageSeconds: 61,
      ttlLeftSeconds: 538,
      tags: ['plan:pro'],
    },
    {
      card: 'usage',
      upstream: 'billing',
      state: 'expired',
      isEmpty: true,
      ageSeconds: 61,
      ttlLeftSeconds: -2,
    },
  ]);
  t.notMatch(JSON.stringify(entries), /ada|secret content/);
});

await t.test('shows why a card is not asked for', async (t) => {
  const { gateway } = open(t, () => {
    throw new Error('down');
  });
  await ask(gateway, 'ada');
  t.match(viewEntries(gateway, { card: 'usage' }), [
    {
      state: 'none',
      ageSeconds: null,
      ttlLeftSeconds: null,
      coolingDownAfter: 'internal',
    },
  ]);
});

await t.test('sums up by card', async (t) => {
  const { gateway } = open(t);
  await Promise.all([ask(gateway, 'ada'), ask(gateway, 'bob')]);
  const view = viewCache(gateway);
  t.match(view, { slots: 4, fetchesUnderWay: 0, cards: [{ slots: 2 }, { slots: 2 }] });
  t.same(view.cards.map(({ card }) => card).sort(), ['invoice', 'usage']);
  t.equal(
    view.cards.reduce((sum, { slots }) => sum + slots, 0),
    view.slots,
  );
  t.ok(view.bytes > 4 * 200 && view.bytes < view.maxBytes);
});

await t.test(
  "purges by any identifier of a customer, and says when Plain's copies are gone",
  async (t) => {
    for (const customer of [
      { email: 'ADA@example.com' },
      { externalId: 'ada' },
      { id: 'c_9', externalId: 'ada' },
    ]) {
      const { gateway } = open(t);
      await ask(gateway, 'ada');
      await ask(gateway, 'bob');
      t.match(purge(gateway, { customer }), {
        cards: 2,
        fetchesVoided: 0,
        plainCopiesGoneInSeconds: 60,
        plainCopiesGoneBy: '2026-01-01T00:01:00.000Z',
      });
      t.equal(viewEntries(gateway, { customer }).length, 0);
      t.equal(viewEntries(gateway, {}).length, 2, "the other customer's stay");
    }
  },
);

await t.test('purges by card, upstream and tag, and by several together', async (t) => {
  const purged = async (selection: object) => {
    const { gateway } = open(t, (key) => ({ components: text, cacheTags: [`tag:${key}`] }));
    await ask(gateway, 'ada');
    await ask(gateway, 'bob');
    return purge(gateway, selection).cards;
  };
  t.equal(await purged({ card: 'usage' }), 2);
  t.equal(await purged({ upstream: 'billing' }), 4);
  t.equal(await purged({ tag: 'tag:invoice' }), 2);
  t.equal(await purged({ tag: 'tag:invoice', customer: { externalId: 'bob' } }), 1);
  t.equal(await purged({ tag: 'tag:invoice', card: 'usage' }), 0);
  t.equal(await purged({}), 4);
});

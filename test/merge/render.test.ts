import t from 'tap';
import type { Slots } from '../../src/cache/slots.ts';
import { render } from '../../src/merge/render.ts';
import { createManualClock } from '../fixtures/clock.ts';
import { registeredCard, subject } from '../fixtures/cards.ts';
import { configOf } from '../fixtures/stack.ts';

await t.test('a defect costs the card that it happens to, and is reported', async (t) => {
  const defects: unknown[] = [];
  const error = new Error('no');
  const slots = {
    lastGood() {
      throw error;
    },
  } as unknown as Slots;
  const card = registeredCard();
  const { gateway } = configOf({
    upstreams: [
      { name: 'billing', adapter: 'function', fetch: async () => null, cards: { usage: {} } },
    ],
  });
  const rendered = render(
    {
      planned: { kind: 'card', key: 'usage', card, slot: 's', subject },
      claim: {
        kind: 'lead',
        flight: {
          slot: 's',
          sentAt: 0,
          landed: Promise.resolve(),
          fetched: { ok: false, failure: { reason: 'timeout' } },
        },
      },
    },
    {
      slots,
      cache: gateway.cache,
      deadlineMs: 5_000,
      clock: createManualClock(),
      ref: 'ABCDE',
      events: { defect: (event) => void defects.push(event) },
    },
  );
  t.match(rendered, {
    key: 'usage',
    outcome: 'unavailable',
    failure: { reason: 'internal' },
    ttlSeconds: 15,
    componentsJson: /Couldn't load billing just now/,
    claim: 'lead',
  });
  t.strictSame(defects, [{ where: 'render', error }]);
});

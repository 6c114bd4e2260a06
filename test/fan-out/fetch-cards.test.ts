import t from 'tap';
import { fetchCards } from '../../src/fan-out/fetch-cards.ts';
import type { Upstream } from '../../src/fan-out/upstream.ts';
import { cacheSettings, createSlotsBench, plannedCard } from '../fixtures/slots.ts';

/** Fetches one card of an upstream that is `billing`, if there is one. */
async function land(upstreams: ReadonlyMap<string, Upstream>) {
  const { slots } = createSlotsBench();
  const defects: unknown[] = [];
  const claim = slots.claim(plannedCard(), false);
  if (claim.kind !== 'lead') throw new Error('unexpected claim');
  const events = { cardFailed: () => {}, defect: (defect: unknown) => void defects.push(defect) };
  fetchCards([claim.flight], null, {
    upstreams,
    slots,
    cache: cacheSettings(),
    maxCardBytes: 65_536,
    events,
  });
  await claim.flight.landed;
  return { fetched: claim.flight.fetched, defects, underWay: slots.underWay };
}

await t.test('a call that throws lands its flights, and is told', async (t) => {
  const error = new Error('defect');
  const broken = { call: () => Promise.reject(error) } as unknown as Upstream;
  const { fetched, defects, underWay } = await land(new Map([['billing', broken]]));
  t.match(fetched, { ok: false, failure: { reason: 'internal' } });
  t.match(defects, [{ where: 'call', error }]);
  t.equal(underWay, 0);
});

await t.test('a card whose upstream is gone lands as well', async (t) => {
  const { fetched } = await land(new Map());
  t.match(fetched, { ok: false, failure: { reason: 'internal', detail: 'no such upstream' } });
});

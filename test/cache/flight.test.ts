import t from 'tap';
import { createFlight, isLocal } from '../../src/cache/flight.ts';
import { createPurges } from '../../src/cache/purges.ts';
import { reasons } from '../../src/outcome.ts';
import { bad, good, plannedCard } from '../fixtures/slots.ts';

const { mark } = createPurges();

await t.test('a flight is under way until it lands, with success or failure alike', async (t) => {
  for (const fetched of [good(0), bad]) {
    const flight = createFlight(plannedCard(), 0, mark);
    t.equal(flight.fetched, null);
    t.equal(flight.landedAt, null);
    flight.land(fetched, 7);
    await flight.landed;
    t.equal(flight.fetched, fetched);
    t.equal(flight.landedAt, 7);
  }
});

await t.test('a flight lands once; what comes later changes nothing', async (t) => {
  const flight = createFlight(plannedCard(), 0, mark);
  flight.land(bad, 1);
  flight.land(good(0), 2);
  t.equal(flight.fetched, bad);
  t.equal(flight.landedAt, 1);
});

await t.test(
  'only what the gateway refused by itself says nothing about the service',
  async (t) => {
    t.strictSame(
      reasons.filter((reason) => isLocal({ reason })),
      ['breaker_open', 'limit', 'purged'],
    );
  },
);

import t from 'tap';
import { systemClock } from '../../../src/clock.ts';
import { warmUp } from '../../../src/fan-out/adapters/warm-up.ts';

void t.test('evaluates what cards use, so that they find it ready', async (t) => {
  t.equal(await warmUp(systemClock), true);
});

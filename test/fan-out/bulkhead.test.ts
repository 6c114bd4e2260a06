import t from 'tap';
import { createBulkhead } from '../../src/fan-out/bulkhead.ts';
import type { Call, CallResult } from '../../src/fan-out/call.ts';
import { subject } from '../fixtures/cards.ts';

const request = { keys: ['usage'], subject, workspaceId: null };
const { signal } = new AbortController();
const answered: CallResult = { ok: true, cards: new Map() };

await t.test(
  'refuses the call too many, and gives the permit back when a call has ended',
  async (t) => {
    const bulkhead = createBulkhead(2);
    const { promise, resolve } = Promise.withResolvers<CallResult>();
    const call = bulkhead.decorate(() => promise);
    const running = [call(request, signal), call(request, signal)];
    t.equal(bulkhead.inFlight, 2);
    t.match(await call(request, signal), { ok: false, failure: { reason: 'limit' } });
    t.equal(bulkhead.inFlight, 2, 'a refusal takes no permit');
    resolve(answered);
    await Promise.all(running);
    t.equal(bulkhead.inFlight, 0);
    t.same(await call(request, signal), answered);
  },
);

await t.test('gives the permit back when a call rejects', async (t) => {
  const bulkhead = createBulkhead(1);
  const broken: Call = async () => {
    throw new Error('defect');
  };
  await t.rejects(bulkhead.decorate(broken)(request, signal), { message: 'defect' });
  t.equal(bulkhead.inFlight, 0);
});

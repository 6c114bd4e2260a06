import t from 'tap';
import { withGuard } from '../../src/fan-out/guard.ts';
import { subject } from '../fixtures/cards.ts';

await t.test('a rejection becomes a failure, and is reported', async (t) => {
  const defects: unknown[] = [];
  const error = new Error('defect');
  const call = withGuard((defect) => defects.push(defect))(() => Promise.reject(error));
  const result = await call(
    { keys: [], subject, workspaceId: null, deadlineAt: 1_000 },
    new AbortController().signal,
  );
  t.match(result, { ok: false, failure: { reason: 'internal' } });
  t.same(defects, [error]);
});

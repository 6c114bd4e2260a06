import t from 'tap';
import type { Answered } from '../../src/observe/events.ts';
import { createAnsweredWatch } from '../../src/observe/answered-watch.ts';

const answered = (requestId: string | null): Answered => ({
  requestId,
  traceId: undefined,
  credentialId: 'console',
  workspaceId: null,
  ref: 'ABCDE',
  durationMs: 1,
  waitedMs: 0,
  cards: [],
});

await t.test('only who follows a request is told of its answer, until that ends', async (t) => {
  const { events, follow } = createAnsweredWatch();
  const told: (string | null)[] = [];
  const stop = follow('mine', ({ requestId }) => void told.push(requestId));
  for (const id of ['mine', 'other', null]) events.answered?.(answered(id));
  stop();
  events.answered?.(answered('mine'));
  t.same(told, ['mine']);
});

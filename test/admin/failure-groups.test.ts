import t from 'tap';
import { groupFailures } from '../../src/admin/failure-groups.ts';

const failure = (
  at: string,
  cards: readonly string[],
  reason: 'status' | 'timeout',
  detail = '',
) => ({ at, cards, reason, detail });

await t.test('what says the same is one, at its latest time', async (t) => {
  const groups = groupFailures([
    failure('3', ['usage'], 'timeout', '51 ms'),
    failure('2', ['plan'], 'status'),
    failure('1', ['plan', 'usage'], 'timeout', '50 ms'),
  ]);
  t.match(groups, [
    {
      at: '3',
      count: 2,
      cards: ['usage', 'plan'],
      failure: { reason: 'timeout', detail: '51 ms' },
    },
    { at: '2', count: 1, cards: ['plan'], failure: { reason: 'status' } },
  ]);
});

import t from 'tap';
import { describeFailure, remedyOf } from '../../src/admin/failure-words.ts';
import { reasons } from '../../src/outcome.ts';

await t.test('every reason has words, and something to do', async (t) => {
  for (const reason of reasons) {
    t.match(describeFailure({ reason }), /^[a-z][^.]+$/, reason);
    t.match(remedyOf({ reason }), /^[A-Z].+[.?]$/, reason);
  }
});

await t.test('what was seen stands behind', async (t) => {
  t.equal(
    describeFailure({ reason: 'status', status: 500, detail: 'x' }),
    'answers with a status that is no answer (500, x)',
  );
});

import t from 'tap';
import { describeRefusal } from '../../../src/browser/sign-in/words.ts';

await t.test('a sign-in that failed says what to do', async (t) => {
  const told = (problem: 'signed_out' | 'gone' | 'refused') =>
    describeRefusal({ ok: false, problem, message: 'No admin token is configured.' });
  t.match(told('signed_out'), /take the link/);
  t.match(told('gone'), /Start it/);
  t.equal(told('refused'), 'No admin token is configured.');
});

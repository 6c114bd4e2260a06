import t from 'tap';
import { warmUp } from '../src/warm-up.ts';

await t.test('answers cards of a service over loopback, and nothing goes wrong', async (t) => {
  const answered: object[] = [];
  const complain = (line: object): void => void t.fail('a warning', line);
  await warmUp({ info: (line) => void answered.push(line), warn: complain, error: complain }, 3);
  const outcomes = JSON.stringify(answered).match(/"outcome":"[a-z_]+"/g);
  t.same(new Set(outcomes), new Set(['"outcome":"fresh"']));
  t.equal(answered.length, 6, 'two lines a round: none is from memory');
});

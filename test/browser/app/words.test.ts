import t from 'tap';
import { formatMs } from '../../../src/browser/app/words.ts';

await t.test('times are as long as they need to be', async (t) => {
  t.equal(formatMs(0), '0 ms');
  t.equal(formatMs(0.4234), '0.42 ms');
  t.equal(formatMs(3.14), '3.1 ms');
  t.equal(formatMs(34.6), '35 ms');
  t.equal(formatMs(1_254), '1.25 s');
  t.equal(formatMs(5_000), '5 s');
});

import t from 'tap';
import { parseDuration } from '../../src/cli/duration.ts';

await t.test('a time is read in seconds', async (t) => {
  const times = { '90s': 90, '30m': 1_800, '2h': 7_200, '1d': 86_400, '1d12h': 129_600, '0s': 0 };
  for (const [text, seconds] of Object.entries(times)) t.equal(parseDuration(text), seconds, text);
});

await t.test('what is no time is not guessed', async (t) => {
  for (const text of [
    '',
    '30',
    'm',
    '-30m',
    '1.5h',
    '30 m',
    '30min',
    '1h m',
    '1w',
    '30m1h',
    '1h1h',
  ])
    t.equal(parseDuration(text), null, text);
});

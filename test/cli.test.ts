import t from 'tap';
import { parseCommand } from '../src/cli.ts';

await t.test('a directory is what it runs on', async (t) => {
  for (const args of [['--config', 'etc'], ['--config=etc'], ['-c', 'etc']]) {
    t.strictSame(parseCommand(args), { kind: 'run', directory: 'etc' });
  }
});

await t.test('help and version come before everything else', async (t) => {
  for (const args of [['--help'], ['-h'], ['-h', '--config', 'etc'], ['--version', '-h']]) {
    t.strictSame(parseCommand(args), { kind: 'help' });
  }
  t.strictSame(parseCommand(['--version']), { kind: 'version' });
});

await t.test('anything else is a mistake, in words', async (t) => {
  for (const args of [[], ['--config', '']]) {
    t.strictSame(parseCommand(args), { kind: 'mistake', message: '--config DIR is missing' });
  }
  for (const args of [
    ['--config'],
    ['--nope'],
    ['serve'],
    ['-c', 'etc', 'more'],
    ['--version=1'],
  ]) {
    t.match(parseCommand(args), { kind: 'mistake', message: /\w+/ }, JSON.stringify(args));
  }
});

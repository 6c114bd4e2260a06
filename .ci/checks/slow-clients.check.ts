import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { run, start } from './processes.ts';
import type { Run } from './processes.ts';

const connections = 500;

/** slowhttptest's modes, with the time by which all connections are ended; null: until its end, they only listen. */
const modes = [
  { name: 'slow headers', options: ['-H'], endedBySeconds: 7 },
  { name: 'slow bodies', options: ['-B', '-f', 'application/json'], endedBySeconds: 8 },
  {
    name: 'slow readers',
    options: ['-X', '-w', '1', '-y', '1', '-n', '1', '-z', '1'],
    endedBySeconds: null,
  },
];

suite('slowhttptest', { timeout: 120_000 }, () => {
  let demo: Run;
  let url: string;
  before(async () => {
    demo = start('npm', ['start'], { env: { PORT: '0', ADMIN_PORT: '0' } });
    url = (await demo.find(/^ +cards +(\S+)/m))[1] ?? '';
  });
  after(() => demo.kill());

  for (const { name, options, endedBySeconds } of modes) {
    test(`serves others during ${connections} ${name}`, async () => {
      const load = ['-c', `${connections}`, '-r', `${connections}`, '-i', '2', '-l', '12'];
      const target = ['-t', 'POST', '-u', url, '-p', '3'];
      const colored = await run('slowhttptest', [...options, ...load, ...target]);
      const output = stripVTControlCharacters(colored.output);
      const probes = output.match(/service available: *(YES|NO)/g) ?? [];
      assert.ok(probes.length > 0, output);
      assert.ok(
        probes.every((probe) => probe.endsWith('YES')),
        output,
      );
      if (endedBySeconds === null) return;
      assert.match(output, /No open connections left/);
      const endedAt = Number(/Test ended on (\d+)th second/.exec(output)?.[1]);
      assert.ok(endedAt <= endedBySeconds, `${endedAt} s`);
    });
  }
});

import { PassThrough } from 'node:stream';
import t from 'tap';
import { terminalOf } from '../../src/cli/terminal.ts';
import type { Env } from '../../src/cli/terminal.ts';

const pipe = () => new PassThrough();
const screen = (depth: number) =>
  Object.assign(pipe(), { isTTY: true, columns: 100, rows: 30, getColorDepth: () => depth });

const piped = (env: Env = {}) => terminalOf({ stdin: pipe(), stdout: pipe(), stderr: pipe(), env });

await t.test('a screen has its size and its colours', async (t) => {
  const stdin = Object.assign(pipe(), { isTTY: true });
  const terminal = terminalOf({ stdin, stdout: screen(24), stderr: screen(8), env: {} });
  t.match(terminal, {
    isTerminal: true,
    isInteractive: true,
    columns: 100,
    rows: 30,
    colourDepth: 24,
  });
});

await t.test('its size is that of the moment', async (t) => {
  const stdout = screen(8);
  const terminal = terminalOf({ stdin: pipe(), stdout, stderr: pipe(), env: {} });
  Object.assign(stdout, { columns: 60, rows: 10 });
  t.match(terminal, { isInteractive: false, columns: 60, rows: 10 });
});

await t.test('a pipe has 80 columns and no colours', async (t) => {
  t.match(piped(), {
    isTerminal: false,
    isInteractive: false,
    columns: 80,
    rows: null,
    colourDepth: 1,
  });
});

await t.test('colours go into a pipe for those who insist', async (t) => {
  const depths = ['0', 'false', '', '1', 'true', '2', '3'].map(
    (value) => piped({ FORCE_COLOR: value }).colourDepth,
  );
  t.same(depths, [1, 1, 4, 4, 4, 8, 24]);
});

import { adminOptions, adminTokenHelp, defaultAdminUrl } from './admin.ts';
import { defineCommand } from './command.ts';
import { cellsOf, wrap } from './draw/cells.ts';
import type { Line } from './draw/cells.ts';
import { createPage } from './page.ts';
import { failure, mistake } from './say.ts';
import { readStatus } from './status/read-status.ts';
import type { ReadStatus } from './status/read-status.ts';
import { statusLines } from './status/status-lines.ts';
import type { Terminal } from './terminal.ts';

const watchMs = 2_000;
const clearScreen = '\x1b[H\x1b[2J';

/** The command that shows a running gateway at a glance. Exit status 1 when it could not be asked. */
export const status = defineCommand({
  name: 'status',
  summary: "show a running gateway's upstreams and cards",
  description: `Shows the upstreams of a running gateway with their breakers, calls, cards and last failures, and its cache.

${adminTokenHelp}`,
  options: {
    ...adminOptions,
    watch: { type: 'boolean', short: 'w', summary: 'again every 2 s, until Ctrl+C' },
    json: { type: 'boolean', summary: 'for programs' },
  },
  async run({ values: { admin: url = defaultAdminUrl, watch, json } }, terminal) {
    if (watch && json) return mistake(terminal, 'status', 'give either --watch or --json');
    const read = await readStatus(url, terminal);
    if (!read.ok) return failure(terminal, 'status', read.message);
    if (json) terminal.stdout.write(`${JSON.stringify({ version: 1, ...read.status }, null, 2)}\n`);
    else if (watch) return watchStatus(read, url, terminal);
    else createPage(terminal).print(drawn(read, terminal));
    return 0;
  },
});

/** Until somebody ends the process. A gateway that is away for a while is waited for. */
async function watchStatus(first: ReadStatus, url: string, terminal: Terminal): Promise<never> {
  const { stdout, clock } = terminal;
  for (let read = first; ; read = await readStatus(url, terminal)) {
    const lines = drawn(read, terminal).slice(0, (terminal.rows ?? Infinity) - 1);
    stdout.write(terminal.isTerminal ? clearScreen : '');
    createPage(terminal).print(lines);
    await new Promise<void>((resolve) => void clock.after(watchMs, resolve));
  }
}

function drawn(read: ReadStatus, terminal: Terminal): readonly Line[] {
  const { columns, glyphs } = createPage(terminal);
  if (!read.ok) return wrap(cellsOf(read.message, { tone: 'error' }), columns);
  return statusLines(read.status, { columns, glyphs, wallNow: terminal.clock.wallNow() });
}

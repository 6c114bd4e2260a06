#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { parseCommandLine } from './cli/arguments.ts';
import type { CommandLine } from './cli/arguments.ts';
import { defineCommand } from './cli/command.ts';
import { loadCommands } from './cli/commands.ts';
import { terminalOf } from './cli/terminal.ts';
import { readVersion } from './version.ts';

/**
 * The command `customer-cards-gateway`. Exit status: 0 when all is well (of a gateway: after a drain), 1 when something is
 * not, 2 for wrong usage.
 */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads what is written may stop reading, as `head` does.
  process.stdout.on('error', () => {});
  const line = await readCommandLine(args);
  switch (line.kind) {
    case 'help':
      return void process.stdout.write(line.text);
    case 'version':
      return void process.stdout.write(`${readVersion()}\n`);
    case 'mistake':
      process.stderr.write(`${line.message}\n\n${line.usage}`);
      return exitWith(2);
    case 'command':
      return exitWith(await line.command.run(line.given, terminalOf(process)));
  }
}

/** The gateway starts without the other commands; usage and mistakes name them all. */
async function readCommandLine(args: readonly string[]): Promise<CommandLine> {
  const line = parseCommandLine(args, [run]);
  return line.kind === 'command' || line.kind === 'version'
    ? line
    : parseCommandLine(args, [run, ...(await loadCommands(args[0]))]);
}

const run = defineCommand({
  name: 'run',
  summary: 'run the gateway; also without the word `run`',
  description: "Serves Plain's customer cards as DIR/gateway.yaml and DIR/upstreams/*.yaml say.",
  options: {
    config: {
      type: 'string',
      short: 'c',
      value: 'DIR',
      required: true,
      summary: 'the configuration directory',
    },
  },
  async run({ values: { config: directory } }) {
    stopPretenuring();
    // What serves takes several times as long to load as the other commands take to run.
    const { runConfig } = await import('./run-config.ts');
    return runConfig(directory, process);
  },
});

/**
 * V8 takes what survives a few collections for what lives long, and makes the like of it among the old from then on. Here that
 * is what waits for services, and what it leads to would be garbage only at a full collection: pauses are twice as long, and
 * a request takes a fifth more of the processor's time. Before the code that serves is loaded, because compile caches are
 * kept by flags.
 */
function stopPretenuring(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

function exitWith(status: number): void {
  process.exitCode = status;
}

if (import.meta.main) {
  enableCompileCache(); // what is loaded from here on is half of a short command's time
  await main(process.argv.slice(2));
}

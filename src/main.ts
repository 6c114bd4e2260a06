#!/usr/bin/env node
import { createRequire } from 'node:module';
import { pino } from 'pino';
import { parseCommandLine } from './cli/arguments.ts';
import { defineCommand } from './cli/command.ts';
import { commands } from './cli/commands.ts';
import { terminalOf } from './cli/terminal.ts';
import { disk } from './config/files.ts';
import type { Files } from './config/files.ts';
import { loadConfig } from './config/load.ts';
import { formatProblems } from './config/problem.ts';
import { trackReads } from './config/reads.ts';
import { createLineSink } from './observe/line-sink.ts';
import { runGateway, takeSignals } from './run.ts';

/**
 * The command `customer-cards-gateway`. Exit status: 0 when all is well (of a gateway: after a drain), 1 when something is
 * not, 2 for wrong usage.
 */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads what is written may stop reading, as `head` does.
  process.stdout.on('error', () => {});
  const line = parseCommandLine(args, [run, ...commands]);
  switch (line.kind) {
    case 'help':
      return void process.stdout.write(line.text);
    case 'version':
      return void process.stdout.write(`${version()}\n`);
    case 'mistake':
      process.stderr.write(`${line.message}\n\n${line.usage}`);
      return exitWith(2);
    case 'command':
      return exitWith(await line.command.run(line.given, terminalOf(process)));
  }
}

/** Resolves when the gateway listens; how the process ends is up to its signals from then on. */
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
    const life = takeSignals();
    const load = (files: Files) => loadConfig(directory, process.env, files);
    const reads = trackReads(disk);
    const loaded = await load(reads);
    if (!loaded.ok) {
      process.stderr.write(`${formatProblems(loaded.problems, directory)}\n`);
      return 1;
    }
    const sink = createLineSink(process.stdout);
    const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
    loaded.warnings.forEach((warning) => log.warn(warning, 'configuration'));
    const hash = reads.hash(directory);
    const server = await runGateway(
      { ...loaded.config, hash },
      {
        log,
        life,
        source: { directory, load, reads },
        droppedLogLines: () => sink.dropped,
      },
    );
    log.info({ hash, url: server.url, admin: server.adminUrl }, 'listening');
    return 0;
  },
});

function version(): string {
  const { version } = createRequire(import.meta.url)('customer-cards-gateway/package.json') as {
    version: string;
  };
  return version;
}

function exitWith(status: number): void {
  process.exitCode = status;
}

if (import.meta.main) await main(process.argv.slice(2));

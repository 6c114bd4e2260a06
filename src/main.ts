#!/usr/bin/env node
import { createRequire } from 'node:module';
import { pino } from 'pino';
import { parseCommand, usage } from './cli.ts';
import { loadConfig } from './config/load.ts';
import { formatProblems } from './config/problem.ts';
import { createLineSink } from './observe/line-sink.ts';
import { runGateway, takeSignals } from './run.ts';

/** The command `customer-cards-gateway`. Exit status: 0 after a drain, 1 when it could not run, 2 for wrong usage. */
export async function main(args: readonly string[]): Promise<void> {
  const command = parseCommand(args);
  switch (command.kind) {
    case 'help':
      return void process.stdout.write(usage);
    case 'version':
      return void process.stdout.write(`${version()}\n`);
    case 'mistake':
      process.stderr.write(`${command.message}\n\n${usage}`);
      return exitWith(2);
    case 'run':
      return run(command.directory);
  }
}

async function run(directory: string): Promise<void> {
  const life = takeSignals();
  const load = () => loadConfig(directory, process.env);
  const loaded = await load();
  if (!loaded.ok) {
    process.stderr.write(`${formatProblems(loaded.problems, directory)}\n`);
    return exitWith(1);
  }
  const sink = createLineSink(process.stdout);
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, sink);
  loaded.warnings.forEach((warning) => log.warn(warning, 'configuration'));
  const server = await runGateway(loaded.config, {
    log,
    life,
    source: { directory, load },
    droppedLogLines: () => sink.dropped,
  });
  log.info({ url: server.url, admin: server.adminUrl }, 'listening');
}

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

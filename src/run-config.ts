import { pino } from 'pino';
import { systemClock } from './clock.ts';
import { disk } from './config/files.ts';
import type { Files } from './config/files.ts';
import { loadConfig } from './config/load.ts';
import { formatProblems } from './config/problem.ts';
import { trackReads } from './config/reads.ts';
import type { TracingConfig } from './config/schema.ts';
import { createLineSink } from './observe/line-sink.ts';
import type { OpenedTracing } from './observe/tracing/otlp.ts';
import { runGateway, takeSignals } from './run.ts';
import { readVersion } from './version.ts';
import { warmUp } from './warm-up.ts';

/** After the start, beside whatever is asked by then: 0.2 s of the processor's time. More would bring little, and take memory. */
const warmUpRounds = 25;
const warmUpAfterMs = 300;

/**
 * Runs the gateway that a configuration directory describes, as this process. Resolves with 0 when it listens (how the
 * process ends is up to its signals from then on), with 1 when the configuration has problems.
 */
export async function runConfig(
  directory: string,
  { env, stdout, stderr }: Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr'>,
): Promise<number> {
  const life = takeSignals();
  const load = (files: Files) => loadConfig(directory, env, files);
  const reads = trackReads(disk);
  const loaded = await load(reads);
  if (!loaded.ok) {
    stderr.write(`${formatProblems(loaded.problems, directory)}\n`);
    return 1;
  }
  const opened = await openConfigured(loaded.config.gateway.tracing);
  if (!opened.ok) {
    stderr.write(`customer-cards-gateway cannot start: ${opened.message}\n`);
    return 1;
  }
  const sink = createLineSink(stdout);
  process.once('exit', () => sink.flush());
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const log = pino(options, sink);
  const quiet = pino(options, { write() {} });
  await warmUp(quiet);
  loaded.warnings.forEach((warning) => log.warn(warning, 'configuration'));
  const hash = reads.hash(directory);
  const server = await runGateway(
    { ...loaded.config, hash },
    {
      log,
      life,
      source: { directory, load, reads },
      droppedLogLines: () => sink.dropped,
      tracing: opened.tracing,
    },
  );
  log.info({ hash, url: server.url, admin: server.adminUrl }, 'listening');
  systemClock.after(warmUpAfterMs, () => void warmUp(quiet, warmUpRounds), { keepsProcess: false });
  return 0;
}

/** Without tracing nothing of it is loaded. */
async function openConfigured(
  config: TracingConfig | undefined,
): Promise<OpenedTracing | { readonly ok: true; readonly tracing: undefined }> {
  if (config === undefined) return { ok: true, tracing: undefined };
  const { openTracing } = await import('./observe/tracing/otlp.ts');
  return openTracing(config, { clock: systemClock, version: readVersion() });
}

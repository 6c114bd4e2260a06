import { dirname, resolve } from 'node:path';
import type { Clock } from './clock.ts';
import { disk } from './config/files.ts';
import type { Files } from './config/files.ts';
import type { LoadResult } from './config/load.ts';
import { trackReads } from './config/reads.ts';
import type { Reads } from './config/reads.ts';
import { createWatch } from './config/watch.ts';
import type { GatewayConfig, ReloadReport } from './gateway.ts';
import type { GatewayEvents, ReloadProblem } from './observe/events.ts';
import type { Log } from './observe/log.ts';

/** Where a configuration comes from. */
export interface ConfigSource {
  readonly directory: string;
  /** Reads everything through `files`. */
  readonly load: (files: Files) => Promise<LoadResult>;
  /** What the configuration in use was read from. */
  readonly reads: Reads;
}

export interface ReloaderOptions {
  readonly source: ConfigSource;
  /** Puts a configuration into use. Throws an error with a code when it can't be: the old one is in use then. */
  readonly apply: (config: GatewayConfig) => ReloadReport;
  readonly events: Pick<GatewayEvents, 'reloaded' | 'defect'>;
  readonly log: Log;
  readonly clock: Clock;
}

/** Keeps a gateway's configuration what the files say. */
export interface Reloader {
  /** Loads and swaps; a configuration with mistakes is told and leaves the old one in use. One reload at a time. */
  reload(): Promise<void>;
  /**
   * Reloads whenever something that was read says something else, files of secrets included: once a change has been left
   * alone for a moment, or within 10 s where changes are not reported, as of mounts.
   */
  watch(): void;
  /** What is being loaded is no longer put into use. */
  close(): void;
}

export function createReloader(options: ReloaderOptions): Reloader {
  const { source, apply, events, log, clock } = options;
  let { reads } = source;
  let isClosed = false;
  let last = Promise.resolve();
  const watch = createWatch({ directories, look, clock });

  async function loadAndApply(): Promise<void> {
    const fresh = trackReads(disk);
    const loaded = await source.load(fresh);
    if (isClosed) return;
    reads = fresh;
    watch.renew();
    if (!loaded.ok) return keepOld(loaded.problems);
    const hash = reads.hash(source.directory);
    const report = apply({ ...loaded.config, hash });
    events.reloaded({ isSuccessful: true });
    log.info({ hash, ...describe(report) }, 'configuration reloaded');
    loaded.warnings.forEach((warning) => log.warn(warning, 'configuration'));
    const { takesRestart: fields } = report;
    if (fields.length > 0) log.warn({ fields }, 'what these fields say takes a restart');
  }

  function keepOld(problems: readonly ReloadProblem[]): void {
    events.reloaded({ isSuccessful: false, problems });
    problems.forEach((problem) => log.error(problem, 'configuration not reloaded'));
  }

  function enqueue(step: () => Promise<void>): Promise<void> {
    last = last.then(step).catch((error: unknown) => {
      const isMendable = error instanceof Error && 'code' in error;
      keepOld(isMendable ? [{ message: error.message }] : []);
      if (!isMendable) events.defect({ where: 'reload', error });
    });
    return last;
  }

  function look(): Promise<void> {
    return enqueue(async () => {
      if (!isClosed && (await reads.haveChanged())) await loadAndApply();
    });
  }

  function directories(): readonly string[] {
    const { directory } = source;
    return [directory, resolve(directory, 'upstreams')].concat(reads.paths.map(dirname));
  }

  return {
    reload: () => enqueue(loadAndApply),
    watch: () => watch.start(),
    close() {
      isClosed = true;
      watch.close();
    },
  };
}

/** What changed, without what did not. */
function describe({ upstreams, cards, settings }: ReloadReport): object {
  const fields = {
    upstreamsAdded: upstreams.added,
    upstreamsRemoved: upstreams.removed,
    upstreamsChanged: upstreams.changed,
    cardsAdded: cards.added,
    cardsRemoved: cards.removed,
    cardsChanged: cards.changed,
    settingsChanged: settings,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, names]) => names.length > 0));
}

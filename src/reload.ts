import { resolve } from 'node:path';
import type { Clock } from './clock.ts';
import { watchDirectory } from './config/files.ts';
import type { Config, LoadResult } from './config/load.ts';
import type { GatewayEvents } from './observe/events.ts';
import type { Log } from './observe/log.ts';

export interface ReloaderOptions {
  readonly events: Pick<GatewayEvents, 'reloaded' | 'defect'>;
  /** Puts a configuration into use. Throws an error with a code when it can't be: the old one is in use then. */
  readonly apply: (config: Config) => void;
  readonly load: () => Promise<LoadResult>;
  readonly log: Log;
  readonly clock: Clock;
}

/** Keeps a gateway's configuration what the files say. */
export interface Reloader {
  /** Loads and swaps; a configuration with mistakes is told and leaves the old one in use. One reload at a time. */
  reload(): Promise<void>;
  /** Reloads when files in a configuration directory have changed and then been left alone for a moment. */
  watch(directory: string): void;
  /** What is being loaded is no longer put into use. */
  close(): void;
}

/** Editors and mounts change several files in several steps. */
const quietMs = 300;

export function createReloader(options: ReloaderOptions): Reloader {
  const { events, apply, load, log, clock } = options;
  let isClosed = false;
  let cancelReload = (): void => {};
  let watched: readonly string[] = [];
  let endWatching = (): void => {};
  let last = Promise.resolve();

  async function reloadNow(): Promise<void> {
    const loaded = await load();
    if (isClosed) return;
    if (!loaded.ok) return keepOld(loaded.problems);
    apply(loaded.config);
    events.reloaded({ isSuccessful: true });
    log.info({}, 'configuration reloaded');
  }

  function keepOld(problems: readonly object[]): void {
    events.reloaded({ isSuccessful: false });
    problems.forEach((problem) => log.error(problem, 'configuration not reloaded'));
  }

  function reload(): Promise<void> {
    last = last.then(reloadNow).catch((error: unknown) => {
      const isMendable = error instanceof Error && 'code' in error;
      keepOld(isMendable ? [{ message: error.message }] : []);
      if (!isMendable) events.defect({ where: 'reload', error });
    });
    return last;
  }

  function reloadSoon(): void {
    cancelReload();
    cancelReload = clock.after(quietMs, () => {
      watchAnew();
      void reload();
    });
  }

  /** A directory that was replaced by another of its name is no longer the one that is watched. */
  function watchAnew(): void {
    endWatching();
    const ends = watched.map((place) => watchDirectory(place, reloadSoon));
    endWatching = () => ends.forEach((end) => end());
  }

  return {
    reload,
    watch(directory) {
      watched = [directory, resolve(directory, 'upstreams')];
      watchAnew();
    },
    close() {
      isClosed = true;
      cancelReload();
      endWatching();
    },
  };
}

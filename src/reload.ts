import { resolve } from 'node:path';
import type { Clock } from './clock.ts';
import { watchDirectory } from './config/files.ts';
import type { LoadResult } from './config/load.ts';
import type { Gateway } from './gateway.ts';
import type { Log } from './observe/log.ts';

export interface ReloaderOptions {
  readonly gateway: Pick<Gateway, 'reload' | 'events'>;
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
  close(): void;
}

/** Editors and mounts change several files in several steps. */
const quietMs = 300;

export function createReloader({ gateway, load, log, clock }: ReloaderOptions): Reloader {
  let cancelReload = (): void => {};
  let endWatching = (): void => {};
  let last = Promise.resolve();

  async function reloadNow(): Promise<void> {
    const loaded = await load();
    if (loaded.ok) gateway.reload(loaded.config);
    gateway.events.reloaded({ isSuccessful: loaded.ok });
    if (loaded.ok) log.info({}, 'configuration reloaded');
    else loaded.problems.forEach((problem) => log.error(problem, 'configuration not reloaded'));
  }

  function reload(): Promise<void> {
    last = last.then(reloadNow).catch((error: unknown) => {
      gateway.events.reloaded({ isSuccessful: false });
      gateway.events.defect({ where: 'reload', error });
    });
    return last;
  }

  function reloadSoon(): void {
    cancelReload();
    cancelReload = clock.after(quietMs, () => void reload());
  }

  return {
    reload,
    watch(directory) {
      const directories = [directory, resolve(directory, 'upstreams')];
      const ends = directories.map((place) => watchDirectory(place, reloadSoon));
      endWatching = () => ends.forEach((end) => end());
    },
    close() {
      cancelReload();
      endWatching();
    },
  };
}

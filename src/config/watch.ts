import type { Clock } from '../clock.ts';
import { watchDirectory } from './files.ts';

export interface WatchOptions {
  /** Those that matter now; one that is not there is not watched. */
  readonly directories: () => readonly string[];
  /** Finds out what changed. Never rejects. */
  readonly look: () => Promise<void>;
  readonly clock: Clock;
}

/** Looks once a reported change has been left alone for a moment, and every 10 s: not every mount reports changes. */
export interface Watch {
  start(): void;
  /** Watches other directories where there are others now. Nothing before the start and after the end. */
  renew(): void;
  close(): void;
}

/** Editors and mounts change several files in several steps. */
const quietMs = 300;
/** A directory in which something always changes is looked at nevertheless. */
const restlessMs = 2_000;
const pollMs = 10_000;

export function createWatch({ directories, look, clock }: WatchOptions): Watch {
  let isOn = false;
  let endWatching = (): void => {};
  let cancelPoll = (): void => {};
  let cancelLook = (): void => {};
  let restlessSince: number | null = null;

  /** A directory that was replaced by another of its name is no longer the one that is watched. */
  function renew(): void {
    endWatching();
    const places = isOn ? new Set(directories()) : [];
    const ends = [...places].map((place) => watchDirectory(place, lookSoon));
    endWatching = () => ends.forEach((end) => end());
  }

  function lookNow(): Promise<void> {
    renew();
    return look();
  }

  function lookSoon(): void {
    restlessSince ??= clock.now();
    cancelLook();
    const delayMs = Math.min(quietMs, restlessSince + restlessMs - clock.now());
    cancelLook = clock.after(Math.max(0, delayMs), () => {
      restlessSince = null;
      void lookNow();
    });
  }

  function pollLater(): void {
    if (isOn) cancelPoll = clock.after(pollMs, () => void lookNow().then(pollLater));
  }

  return {
    start() {
      isOn = true;
      renew();
      pollLater();
    },
    renew,
    close() {
      isOn = false;
      cancelLook();
      cancelPoll();
      renew();
    },
  };
}

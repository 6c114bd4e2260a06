import type { Clock } from '../clock.ts';

/** How long a call took. */
export interface CallTime {
  readonly elapsedMs: number;
  /** Without the stretches in which this process stood still: what the upstream can be blamed for. */
  readonly fairMs: number;
}

/** Measures calls, and knows while calls are under way whether the event loop stood still. */
export interface Stopwatch {
  /** Starts measuring one call; the returned function ends it and is called exactly once. */
  start(): () => CallTime;
  /** Releases the timer. Nothing may be started afterwards. */
  close(): void;
}

const beatMs = 100;
/** A gap this long between two beats is a blocked loop or a stopped process; a loaded one stays far below. */
const pauseMs = 250;

/** A pause counts with the whole gap between the beats around it: in doubt (at most 100 ms) for the upstream. */
export function createStopwatch(clock: Clock): Stopwatch {
  let running = 0;
  let beatAtMs = 0;
  let pausedMs = 0;
  let cancelBeat = (): void => {};

  // Calls may end before the overdue beat comes, so the gap that is still open counts, too. Time without calls is in
  // this sum as well: only what it grows by during a call has a meaning.
  function totalPausedMs(): number {
    const gapMs = clock.now() - beatAtMs;
    return gapMs > pauseMs ? pausedMs + gapMs : pausedMs;
  }

  function beat(): void {
    pausedMs = totalPausedMs();
    beatAtMs = clock.now();
    cancelBeat = clock.after(beatMs, beat);
  }

  function enter(): void {
    if (running === 0) beat();
    running += 1;
  }

  function leave(): void {
    running -= 1;
    if (running === 0) cancelBeat();
  }

  return {
    start() {
      enter();
      const startedMs = clock.now();
      const pausedBeforeMs = totalPausedMs();
      return () => {
        const elapsedMs = clock.now() - startedMs;
        const fairMs = elapsedMs - (totalPausedMs() - pausedBeforeMs);
        leave();
        return { elapsedMs, fairMs };
      };
    },
    close: () => cancelBeat(),
  };
}

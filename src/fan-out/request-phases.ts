import type { Clock } from '../clock.ts';

/** Where the time of an HTTP request goes: waiting for a connection, for the head of the answer, for the rest of it. */
export type RequestPhase = 'connect' | 'first_byte' | 'body';
/** Told of a phase that is over; times are on the monotonic clock. */
export type OnPhase = (phase: RequestPhase, startedAt: number, endedAt: number) => void;

/** Times one request, from now on. Called in this order, as far as the request comes; `ended` always. */
export interface PhaseTimer {
  /** It has a connection. */
  readonly sent: () => void;
  readonly answered: () => void;
  /** What it was in ends, whether well or in a failure. */
  readonly ended: () => void;
}

export function timePhases(clock: Pick<Clock, 'now'>, onPhase: OnPhase): PhaseTimer {
  let phase: RequestPhase = 'connect';
  let since = clock.now();

  function end(next: RequestPhase): void {
    const now = clock.now();
    onPhase(phase, since, now);
    phase = next;
    since = now;
  }

  return {
    sent: () => end('first_byte'),
    answered: () => end('body'),
    ended: () => end(phase),
  };
}

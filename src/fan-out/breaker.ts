import { EventEmitter } from 'node:events';
import CircuitBreaker from 'opossum';
import type { Clock } from '../clock.ts';
import type { BreakerSettings } from '../config/schema.ts';
import { createOpenTimes } from './breaker-open-time.ts';
import type { CallTime } from './breaker-stopwatch.ts';
import { createStopwatch } from './breaker-stopwatch.ts';
import type { TripCause } from './breaker-window.ts';
import { createBreakerWindow } from './breaker-window.ts';

/** What a call says about the upstream. `neutral` (our own abort, 429, a local limit) proves nothing and counts as nothing. */
export type Verdict = 'success' | 'failure' | 'neutral';
export type BreakerState = 'closed' | 'open' | 'half_open';
export type TransitionCause = TripCause | 'open_time_over' | 'trial_succeeded' | 'trial_failed';

export interface BreakerTransition {
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly cause: TransitionCause;
}

export interface BreakerView {
  readonly state: BreakerState;
  /** `clock.now()` of the last transition, or of the creation. */
  readonly sinceMs: number;
  /** Of the last transition; null before the first. */
  readonly cause: TransitionCause | null;
  /** While open: from when on the next call is let through as a trial. Null in the other states. */
  readonly nextTrialInMs: number | null;
  /** While a trial is under way: until it is given up, at the latest. Null otherwise. */
  readonly trialGivenUpInMs: number | null;
  /** Of the closed period that runs, or that ran last. */
  readonly consecutiveFailures: number;
}

export type BreakerResult<T> =
  | { readonly admitted: true; readonly value: T }
  /** `retryInMs`: until the open time is over, or the trial under way at the latest. */
  | { readonly admitted: false; readonly retryInMs: number };

export interface Breaker {
  /**
   * Runs the action unless open, or half-open with a trial under way. A rejection of the action (or a throw of `judge`)
   * counts as a failure and is rethrown. Calls that began before a transition don't count after it.
   */
  run<T>(action: () => Promise<T>, judge: (value: T) => Verdict): Promise<BreakerResult<T>>;
  readonly state: BreakerState;
  view(): BreakerView;
  /** Releases the timers; idempotent. From then on `run` lets everything through and judges nothing. */
  close(): void;
}

export interface BreakerOptions {
  readonly name: string;
  readonly settings: BreakerSettings;
  /** A call that took this long is slow. At most the time-out of a call, or a pause of our own can count as its failure. */
  readonly slowCallMs: number;
  /** A trial that has not ended by then is given up, and the next call is a new one. Longer than the time-out of a call. */
  readonly trialTimeoutMs: number;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Called after every transition; must not throw. */
  readonly onTransition?: (transition: BreakerTransition) => void;
}

/** One stay in a state. Never reused, so that a late ending is known by its period. */
interface Period {
  readonly state: BreakerState;
  readonly circuit: Circuit;
  readonly sinceMs: number;
  readonly cause: TransitionCause | null;
  /** Open: when the next call is let through. Half-open: when the trial is given up, once there is one. */
  endsAtMs: number;
}

type Circuit = CircuitBreaker<[Promise<Verdict>], void>;

/** The longest delay that setTimeout takes. */
const neverMs = 2 ** 31 - 1;

/**
 * A circuit breaker over completed calls. Open times grow until the breaker has been closed for `windowMs`. A slow trial
 * that succeeds closes it: it brought cards. A pause of this process neither makes calls slow nor explains a failure.
 */
export function createBreaker(options: BreakerOptions): Breaker {
  const { clock, settings } = options;
  const stopwatch = createStopwatch(clock);
  const openTimes = createOpenTimes(settings, options.random);
  let window = createBreakerWindow(settings);
  let openCause: TransitionCause = 'trial_failed';
  let released = false;
  let period = begin('closed', null, clock.now());

  function begin(
    state: BreakerState,
    cause: TransitionCause | null,
    sinceMs: number,
    endsAtMs = Infinity,
  ): Period {
    const circuit = createCircuit(options.name, state);
    circuit.once('open', () => move('open', openCause));
    circuit.once('close', () => move('closed', 'trial_succeeded'));
    return { state, circuit, sinceMs, cause, endsAtMs };
  }

  function move(to: BreakerState, cause: TransitionCause): void {
    const { state: from, circuit, sinceMs } = period;
    const nowMs = clock.now();
    circuit.shutdown();
    const closedForMs = from === 'closed' ? nowMs - sinceMs : 0;
    const endsAtMs = to === 'open' ? nowMs + openTimes.next(closedForMs) : Infinity;
    period = begin(to, cause, nowMs, endsAtMs);
    openCause = 'trial_failed';
    if (to === 'closed') window = createBreakerWindow(settings);
    options.onTransition?.({ from, to, cause });
  }

  function renewTrial(): void {
    period.circuit.shutdown();
    period = begin('half_open', period.cause, period.sinceMs);
  }

  function catchUp(): void {
    if (clock.now() < period.endsAtMs) return;
    if (period.state === 'open') move('half_open', 'open_time_over');
    else renewTrial();
  }

  /** Counts an ending in the period that it began in. */
  function count(began: Period, { verdict, slow }: Ending): void {
    if (released || began !== period) return;
    if (verdict === 'neutral') {
      if (began.state === 'half_open') renewTrial();
    } else if (began.state === 'closed') {
      const cause = window.add(clock.now(), verdict === 'failure', slow);
      if (cause === null) return;
      openCause = cause;
      began.circuit.open();
    }
  }

  async function admit<T>(action: () => Promise<T>, judge: (value: T) => Verdict): Promise<T> {
    const began = period;
    if (began.state === 'half_open') began.endsAtMs = clock.now() + options.trialTimeoutMs;
    const stop = stopwatch.start();
    const told = Promise.withResolvers<Verdict>();
    const settled = began.circuit.fire(told.promise).catch(() => {});
    let verdict: Verdict = 'failure';
    try {
      const value = await action();
      verdict = judge(value);
      return value;
    } finally {
      const ending = judgeFairly(verdict, stop(), options.slowCallMs);
      count(began, ending);
      told.resolve(ending.verdict);
      await settled;
    }
  }

  return {
    async run(action, judge) {
      if (released) return { admitted: true, value: await action() };
      catchUp();
      const { circuit, endsAtMs } = period;
      if (!circuit.closed && !circuit.pendingClose) {
        return { admitted: false, retryInMs: endsAtMs - clock.now() };
      }
      return { admitted: true, value: await admit(action, judge) };
    },
    get state() {
      return period.state;
    },
    view() {
      const { state, sinceMs, cause, endsAtMs } = period;
      const nextTrialInMs = state === 'open' ? Math.max(0, endsAtMs - clock.now()) : null;
      const isOnTrial = state === 'half_open' && endsAtMs !== Infinity;
      const trialGivenUpInMs = isOnTrial ? Math.max(0, endsAtMs - clock.now()) : null;
      const consecutiveFailures = window.consecutiveFailures();
      return { state, sinceMs, cause, nextTrialInMs, trialGivenUpInMs, consecutiveFailures };
    },
    close() {
      released = true;
      stopwatch.close();
      period.circuit.shutdown();
    },
  };
}

/** One for all: an error keeps what its stack ran through, and a breaker would keep whatever had made it. */
const failure = new Error('judged a failure');

interface Ending {
  readonly verdict: Verdict;
  readonly slow: boolean;
}

function judgeFairly(verdict: Verdict, time: CallTime, slowCallMs: number): Ending {
  const slow = time.fairMs >= slowCallMs;
  const ourPause = time.elapsedMs >= slowCallMs && !slow;
  return { verdict: verdict === 'failure' && ourPause ? 'neutral' : verdict, slow };
}

/**
 * One opossum instance for one period. It holds the state and the single trial; everything in it that counts, times out
 * or replays is off, and the period's owner decides when it ends.
 */
function createCircuit(name: string, state: BreakerState): Circuit {
  const rotate = new EventEmitter();
  const options: CircuitBreaker.Options<[Promise<Verdict>]> & { state: object } = {
    name,
    state: { closed: state === 'closed', halfOpen: state === 'half_open' },
    timeout: false,
    errorThresholdPercentage: 100,
    // Alone, 100 % still trips: a failure whose start has left opossum's window is more than all calls.
    volumeThreshold: Number.MAX_SAFE_INTEGER,
    // The injected clock says when an open period ends.
    resetTimeout: neverMs,
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    rollingCountBuckets: 1,
    // Rotated by the calls themselves: no interval, and no latencies piling up.
    rotateBucketController: rotate,
  };
  return new CircuitBreaker(async (ending: Promise<Verdict>) => {
    rotate.emit('rotate');
    if ((await ending) === 'failure') throw failure;
  }, options);
}

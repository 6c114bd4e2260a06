/** Time as the gateway sees it. Injected everywhere, so that tests never sleep. */
export interface Clock {
  /** Monotonic milliseconds since an arbitrary start; wall-clock steps don't change it. Every TTL, age and deadline uses it. */
  now(): number;
  /** Milliseconds since the epoch. Only for what a person reads, never for arithmetic. */
  wallNow(): number;
  /** Calls `callback` once after `delayMs`; the returned function cancels it and may be called at any time. */
  after(delayMs: number, callback: () => void, options?: TimerOptions): () => void;
}

export interface TimerOptions {
  /** Whether the process runs on for the timer's sake alone. Default true. */
  readonly keepsProcess?: boolean;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wallNow: () => Date.now(),
  after(delayMs, callback, { keepsProcess = true } = {}) {
    const timer = setTimeout(callback, delayMs);
    if (!keepsProcess) timer.unref();
    return () => clearTimeout(timer);
  },
};

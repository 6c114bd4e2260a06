import { isIP } from 'node:net';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { CodedError, NotConnected } from './network-errors.ts';
import type { ConnectPhase } from './network-errors.ts';

export interface ConnectTarget {
  readonly hostname: string;
  readonly protocol: string;
}

export type ConnectCallback = (...result: [null, Socket] | [Error, null]) => void;

/** Begins a connection, and calls back once. */
export type Connect<T extends ConnectTarget> = (target: T, callback: ConnectCallback) => Socket;

/** A step to a connection that is done; times are on the monotonic clock. */
export interface ConnectStep {
  readonly phase: ConnectPhase;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Passes a connection on, with the steps to it. */
export type HandOver = (steps: readonly ConnectStep[], pass: () => void) => void;

/**
 * Bounds look-up, connection and TLS handshake together by `timeoutMs`, and makes every failure a `NotConnected` that
 * knows which of the three it was. What came about while this process stood still came in time.
 */
export function withPhases<T extends ConnectTarget>(
  connect: Connect<T>,
  timeoutMs: number,
  clock: Pick<Clock, 'now' | 'after'>,
  handOver: HandOver = (_steps, pass) => pass(),
): (target: T, callback: ConnectCallback) => void {
  return (target, callback) => {
    const steps: ConnectStep[] = [];
    let phase: ConnectPhase = isIP(target.hostname) === 0 ? 'dns' : 'connect';
    let since = clock.now();
    const endStep = (): void => {
      const endedAt = clock.now();
      steps.push({ phase, startedAt: since, endedAt });
      since = endedAt;
    };
    const enter = (next: ConnectPhase): void => {
      endStep();
      phase = next;
    };
    const socket = connect(target, (error, connected) => {
      cancel();
      if (error !== null) return callback(new NotConnected(phase, error), null);
      endStep();
      return handOver(steps, () => callback(null, connected));
    });
    const giveUp = (): void =>
      void socket.destroy(new CodedError('ETIMEDOUT', `not connected within ${timeoutMs} ms`));
    let cancel = clock.after(timeoutMs, () => {
      // After a pause of our own, timers come before the news of sockets: the rest of this turn brings those.
      const atItsEnd = setImmediate(giveUp);
      cancel = () => clearImmediate(atItsEnd);
    });
    socket.once('lookup', (error: Error | null) => {
      if (error === null) enter('connect');
    });
    socket.once('connect', () => {
      if (target.protocol === 'https:') enter('tls');
    });
  };
}

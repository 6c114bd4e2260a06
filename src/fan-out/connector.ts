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

/**
 * Bounds look-up, connection and TLS handshake together by `timeoutMs`, and makes every failure a `NotConnected` that
 * knows which of the three it was.
 */
export function withPhases<T extends ConnectTarget>(
  connect: Connect<T>,
  timeoutMs: number,
  clock: Pick<Clock, 'after'>,
): (target: T, callback: ConnectCallback) => void {
  return (target, callback) => {
    let phase: ConnectPhase = isIP(target.hostname) === 0 ? 'dns' : 'connect';
    const socket = connect(target, (error, connected) => {
      cancel();
      if (error === null) callback(null, connected);
      else callback(new NotConnected(phase, error), null);
    });
    const cancel = clock.after(timeoutMs, () => {
      socket.destroy(new CodedError('ETIMEDOUT', `not connected within ${timeoutMs} ms`));
    });
    socket.once('lookup', (error: Error | null) => {
      if (error === null) phase = 'connect';
    });
    socket.once('connect', () => {
      if (target.protocol === 'https:') phase = 'tls';
    });
  };
}

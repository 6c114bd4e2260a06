import type { Readable, Writable } from 'node:stream';
import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** What a command knows of the world around it: the place where it runs, and nothing of the process. */
export interface Terminal {
  readonly stdin: Readable;
  /** What was asked for: a card, a list, JSON. */
  readonly stdout: Writable;
  /** What is said about it: mistakes, progress. */
  readonly stderr: Writable;
  /** Whether `stdout` is looked at by a person, not read by a program. */
  readonly isTerminal: boolean;
  /** Whether somebody sits there who can be asked and who sees progress. */
  readonly isInteractive: boolean;
  /** Of `stdout`; 80 where there are none. */
  readonly columns: number;
  /** Of `stdout`; null where it is no screen. */
  readonly rows: number | null;
  /** Bits a colour; 1 without colours. */
  readonly colourDepth: number;
  readonly env: Env;
  readonly clock: Clock;
}

interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  getColorDepth?(env?: object): number;
}

export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Env;
}

const defaultColumns = 80;

/** The terminal that a process has. NO_COLOR and FORCE_COLOR are respected. */
export function terminalOf({ stdin, stdout, stderr, env }: Streams): Terminal {
  return {
    stdin,
    stdout,
    stderr,
    isTerminal: stdout.isTTY === true,
    isInteractive: stdin.isTTY === true && stderr.isTTY === true,
    get columns() {
      return stdout.columns ?? defaultColumns;
    },
    get rows() {
      return stdout.rows ?? null;
    },
    colourDepth: colourDepthOf(stdout, env),
    env,
    clock: systemClock,
  };
}

function colourDepthOf(stdout: OutputStream, env: Env): number {
  if (stdout.isTTY === true) return stdout.getColorDepth?.(env) ?? 1;
  return forcedDepths.get(env['FORCE_COLOR'] ?? '0') ?? 1;
}

/** Into a pipe there are no colours unless somebody insists. */
const forcedDepths = new Map([
  ['', 4],
  ['1', 4],
  ['true', 4],
  ['2', 8],
  ['3', 24],
]);

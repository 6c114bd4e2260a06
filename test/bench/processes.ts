import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';

/** A process that is measured, or measures. */
export interface Process {
  readonly pid: number;
  /** The first line of JSON that it printed with a field of this name. */
  find(field: string): Promise<Readonly<Record<string, unknown>>>;
  /** Microseconds of CPU so far, of all its threads. */
  cpuMicroseconds(): Promise<number>;
  rssBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** What is measured has the first core for itself; services and load share the second. */
export type Core = 'measured' | 'rest';

const isPinned = availableParallelism() > 1 && spawnSync('taskset', ['-V']).error === undefined;
export const pinning = isPinned ? 'pinned to one core each' : 'not pinned to cores';

function pinned(core: Core, command: string, args: readonly string[]): [string, string[]] {
  return isPinned
    ? ['taskset', ['-c', core === 'measured' ? '0' : '1', command, ...args]]
    : [command, [...args]];
}

/** Output is read and dropped, as a collector of logs would. */
export function start(
  core: Core,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Process {
  const child = spawn(...pinned(core, command, args), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const lines = linesOf(child);
  const pid = child.pid ?? 0;
  return {
    pid,
    find: (field) => lines.find(field),
    async cpuMicroseconds() {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return ticks * 10_000;
    },
    async rssBytes() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
    },
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    },
  };
}

function linesOf(child: ChildProcess) {
  const isWanted = new Map<string, (line: Record<string, unknown>) => void>();
  let seen = '';
  let isOver = false;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    if (isWanted.size > 0 && !isOver) look(chunk);
  });

  function look(chunk: string): void {
    seen += chunk;
    for (const line of seen.split('\n').slice(0, -1)) {
      const parsed = parse(line);
      for (const [field, resolve] of isWanted) {
        if (!(field in parsed)) continue;
        isWanted.delete(field);
        resolve(parsed);
      }
    }
    seen = seen.slice(seen.lastIndexOf('\n') + 1);
  }

  return {
    find(field: string): Promise<Record<string, unknown>> {
      const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
      isWanted.set(field, resolve);
      child.once('close', (status) => {
        isOver = true;
        reject(new Error(`a process ended with ${status} and no ${field}`));
      });
      return promise;
    },
  };
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Runs a script of this folder that prints one line of JSON; `onMeasuring` is called when it begins to measure. */
export async function run<Result>(
  script: string,
  options: unknown,
  onMeasuring: () => void = () => {},
): Promise<Result> {
  const path = new URL(script, import.meta.url).pathname;
  const [command, args] = pinned('rest', process.execPath, [path, JSON.stringify(options)]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stderr.once('data', onMeasuring);
  const [output, errors] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (child.exitCode !== 0) throw new Error(`${script}: ${errors}`);
  if (errors.replaceAll('measuring\n', '') !== '') process.stderr.write(errors);
  return JSON.parse(output) as Result;
}

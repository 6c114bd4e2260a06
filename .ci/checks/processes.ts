import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Run {
  readonly pid: number;
  /** Everything written so far, to both streams. */
  output(): string;
  /** Resolves with the match. Rejects when the process ends, or 30 s pass, without it. */
  find(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends SIGTERM. */
  kill(): void;
  /** Resolves with the exit status, null after a signal. */
  readonly exit: Promise<number | null>;
}

/** Lets commands run on the Node that the checks run on, not on the machine's. */
export const onThisNode = { PATH: `${dirname(process.execPath)}:${process.env['PATH']}` };

/** What a process started by the checks sees: not the variables that the test runner sets. */
function cleanEnv(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return { ...env, ...extra };
}

/** Starts a command. Without `onThisNode` it is as if a person had typed it. */
export function start(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Run {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: cleanEnv(options.env ?? {}),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  let ended = false;
  const exit = once(child, 'close').then(([status]) => {
    ended = true;
    return status as number | null;
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    kill: () => void child.kill(),
    exit,
    async find(pattern) {
      for (const until = Date.now() + 30_000; Date.now() < until; await delay(50)) {
        const match = pattern.exec(output);
        if (match !== null) return match;
        if (ended) break;
      }
      throw new Error(`${command} did not print ${pattern}:\n${output}`);
    },
  };
}

/** Runs a command to its end. */
export async function run(
  ...args: Parameters<typeof start>
): Promise<{ readonly status: number | null; readonly output: string }> {
  const process = start(...args);
  const status = await process.exit;
  return { status, output: process.output() };
}

/** The process that a chain of single children ends in: npm's shell's node. */
export async function innermost(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const [child] = children.trim().split(' ');
  return child ? innermost(Number(child)) : pid;
}

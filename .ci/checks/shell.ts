import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

/** A bash that stays open: what one command has set, the next one finds. */
export interface Shell {
  /** Resolves with all that the commands print. Rejects when they take longer than 30 s. */
  run(commands: string): Promise<{ readonly status: number; readonly output: string }>;
  close(): void;
}

export function openShell(cwd: string, env: Readonly<Record<string, string | undefined>>): Shell {
  const bash = spawn('bash', { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  bash.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return {
    async run(commands) {
      const mark = `ended ${randomUUID()}`;
      printed = '';
      bash.stdin.write(`{\n${commands}\n} </dev/null 2>&1\necho "${mark} $?"\n`);
      for (const until = Date.now() + 30_000; Date.now() < until; await delay(5)) {
        const [output = '', status] = printed.split(`${mark} `);
        if (status?.endsWith('\n')) return { status: Number(status), output };
      }
      throw new Error(`not done within 30 s:\n${commands}\n${printed}`);
    },
    close: () => void bash.kill('SIGKILL'),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { get } from '../fixtures/http.ts';
import { secret } from './bench.ts';
import { copyWithout } from './mutant.ts';
import type { Mutation } from './mutant.ts';

export interface ProcessOptions {
  /** Lines of gateway.yaml beside listeners and secrets. */
  readonly settings?: string;
  /** By file name. */
  readonly upstreams: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly without?: readonly Mutation[];
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the process is started by, such as prlimit with its arguments. */
  readonly wrapper?: readonly string[];
  /** Whether nobody reads its log once it listens. */
  readonly isLogBlocked?: boolean;
}

/** The gateway as a process of its own. */
export interface GatewayProcess {
  readonly url: string;
  readonly adminUrl: string;
  readonly pid: number;
  readonly directory: string;
  readonly ended: Promise<number | null>;
  readonly log: () => string;
  /** Of a metric without labels. */
  metric(name: string): Promise<number>;
  writeGateway(options: Pick<ProcessOptions, 'settings' | 'secrets'>): void;
  kill(signal: NodeJS.Signals): void;
  /** Ends it, however it is, and removes its files. */
  close(): Promise<void>;
}

function gatewayFile({
  settings = '',
  secrets = [secret],
}: Pick<ProcessOptions, 'settings' | 'secrets'>): string {
  const headers = secrets
    .map((value) => `    - { name: authorization, value: "${value}" }\n`)
    .join('');
  return `version: 1
listen: { port: 0 }
admin: { port: 0 }
rateLimit: { requestsPerMinute: 10000000, failuresPerMinute: 10000000 }
auth:
  headers:
${headers}${settings}`;
}

/** Of one `plain` service; `extra` are lines of YAML. */
export function upstreamFile(name: string, origin: string, extra = ''): string {
  return `name: ${name}\nadapter: plain\nurl: ${origin}/cards\ncards: { ${name}: {} }\n${extra}`;
}

export async function startProcess(options: ProcessOptions): Promise<GatewayProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'gateway-'));
  const writeGateway: GatewayProcess['writeGateway'] = (changed) =>
    writeFileSync(join(directory, 'gateway.yaml'), gatewayFile(changed));
  writeGateway(options);
  mkdirSync(join(directory, 'upstreams'));
  for (const [name, text] of Object.entries(options.upstreams)) {
    writeFileSync(join(directory, 'upstreams', `${name}.yaml`), text);
  }
  const root = options.without?.length ? copyWithout(options.without) : resolve('.');
  const { wrapper = [], nodeArgs = [], env = {} } = options;
  const commandLine = [
    ...wrapper,
    process.execPath,
    ...nodeArgs,
    join(root, 'src/main.ts'),
    '--config',
    directory,
  ];
  const [command = '', ...args] = commandLine;
  // Not the hooks of the test runner: they are no part of what is tested.
  const { NODE_OPTIONS: _, ...ownEnv } = process.env;
  const child = spawn(command, args, {
    env: { ...ownEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const listening = /"url":"([^"]+)","admin":"([^"]+)","msg":"listening"/;
  while (!listening.test(text)) {
    const isOver = await Promise.race([
      once(child.stdout, 'data').then(() => false),
      ended.then(() => true),
    ]);
    if (isOver) throw new Error(`ended: ${text}`);
  }
  const [, url = '', adminUrl = ''] = listening.exec(text) ?? [];
  if (options.isLogBlocked) child.stdout.pause();
  return {
    url,
    adminUrl,
    directory,
    ended,
    pid: child.pid ?? 0,
    log: () => text,
    async metric(name) {
      const { text: metrics } = await get(`${adminUrl}/metrics`);
      return Number(new RegExp(`^customer_cards_${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
    },
    writeGateway,
    kill: (signal) => void child.kill(signal),
    async close() {
      child.stdout.resume();
      child.kill('SIGKILL');
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

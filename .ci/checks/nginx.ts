import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { adapt, unknownPlaces } from './adapt.ts';
import type { Places } from './adapt.ts';
import { run, start } from './processes.ts';

export interface NginxFiles {
  /** `nginx` in it stands for /etc/nginx, `log` for /var/log/nginx. */
  readonly directory: string;
  /** Shipped files by where they go below /etc/nginx. */
  readonly files: Readonly<Record<string, string>>;
  /** What is other here than in the shipped files. */
  readonly places: Places;
  /** What an operator adds to the end of nginx.conf. */
  readonly added?: string;
}

/** Debian's nginx with Debian's nginx.conf, on shipped files. */
export interface Nginx {
  /** A file of /var/log/nginx. */
  log(name: string): Promise<string>;
  /** The same, once it matches: nginx logs a request after it is answered. Rejects after 10 s without it. */
  logWith(name: string, pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Rejects when nginx refuses the files in a directory, or has anything to say about them. */
export async function startNginx(directory: string, port: number): Promise<Nginx> {
  const conf = join(directory, 'nginx/nginx.conf');
  const tested = await run('nginx', ['-t', '-q', '-c', conf]);
  if (tested.status !== 0 || tested.output !== '') throw new Error(`nginx -t: ${tested.output}`);
  const nginx = start('nginx', ['-c', conf, '-g', 'daemon off;']);
  await listening(port);
  const log = (name: string): Promise<string> => readFile(join(directory, 'log', name), 'utf8');
  return {
    log,
    async logWith(name, pattern) {
      for (const until = Date.now() + 10_000; Date.now() < until; await delay(20)) {
        const text = await log(name);
        if (pattern.test(text)) return text;
      }
      throw new Error(`${name} has no ${pattern}:\n${await log(name)}`);
    },
    async stop() {
      nginx.kill();
      await nginx.exit;
    },
  };
}

/** Sets a directory up as Debian's package sets up /etc/nginx, with shipped files. */
export async function installNginx(options: NginxFiles): Promise<void> {
  const { directory, files, added = '' } = options;
  const etc = join(directory, 'nginx');
  const debians = await readFile('/etc/nginx/nginx.conf', 'utf8');
  const shipped = await Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));
  const places = { ...nginxPlaces(directory), ...options.places };
  const unknown = unknownPlaces([debians, added, ...shipped], places);
  if (unknown.length > 0) throw new Error(`no file says ${unknown.join(' or ')}`);
  for (const name of ['conf.d', 'sites-enabled', '../log'])
    await mkdir(join(etc, name), { recursive: true });
  await cp('/etc/nginx/mime.types', join(etc, 'mime.types'));
  await symlink('/etc/nginx/modules-enabled', join(etc, 'modules-enabled'));
  const texts = { 'nginx.conf': `${debians}\n${added}`, ...zip(Object.keys(files), shipped) };
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(etc, name)), { recursive: true });
    await writeFile(join(etc, name), adapt(text, places));
  }
}

function zip(names: readonly string[], texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

/** Warnings are logged as well: nginx warns when it writes a body to the disk. */
export function nginxPlaces(directory: string): Places {
  return {
    '/etc/nginx/': `${directory}/nginx/`,
    '/var/log/nginx/': `${directory}/log/`,
    '/var/log/nginx/error.log;': `${directory}/log/error.log info;`,
    '/run/nginx.pid': `${directory}/nginx.pid`,
    // Only root may change the user.
    ...(process.getuid?.() !== 0 && { 'user www-data;': '' }),
  };
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until; await delay(20)) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
  }
  throw new Error(`nothing listens on ${port}`);
}

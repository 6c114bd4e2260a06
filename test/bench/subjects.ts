import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from './processes.ts';
import type { Process } from './processes.ts';
import { cardsToken, keysOf, serviceOf, signingSecret } from './workload.ts';
import type { Workload } from './workload.ts';

/** Whoever answers `POST /cards`: the gateway, or a peer. */
export interface Subject {
  readonly process: Process;
  readonly port: number;
  /** Of the gateway's admin listener. */
  readonly adminPort: number | null;
  stop(): Promise<void>;
}

export type StartSubject = (
  workload: Workload,
  servicePorts: readonly number[],
) => Promise<Subject>;

export interface Peer {
  readonly name: string;
  readonly start: StartSubject;
}

const here = (path: string): string => new URL(path, import.meta.url).pathname;

export const mainOf = (checkout: string): string => join(checkout, 'dist/src/main.js');

/** A checkout's gateway as built, with everything on, as its own process. */
export function gatewayOf(
  checkout: string,
  settings: Readonly<Record<string, unknown>> = {},
  env: Readonly<Record<string, string>> = {},
): StartSubject {
  return async (workload, servicePorts) => {
    const directory = await mkdtemp(join(tmpdir(), 'bench-'));
    await writeConfig(directory, workload, servicePorts, settings);
    const args = [mainOf(checkout), '--config', directory];
    const gateway = start('measured', process.execPath, args, env);
    const { url, admin } = await gateway.find('url');
    return {
      process: gateway,
      port: Number(new URL(String(url)).port),
      adminPort: Number(new URL(String(admin)).port),
      async stop() {
        await gateway.stop();
        await rm(directory, { recursive: true });
      },
    };
  };
}

async function writeConfig(
  directory: string,
  workload: Workload,
  servicePorts: readonly number[],
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = {
    version: 1,
    listen: { port: 0 },
    admin: { port: 0 },
    auth: {
      headers: [{ name: 'authorization', value: cardsToken }],
      signing: { secrets: [signingSecret] },
    },
    rateLimit: { requestsPerMinute: 100_000_000 },
    maxInFlight: 5_000,
    ...settings,
  };
  await mkdir(join(directory, 'upstreams'));
  await writeFile(join(directory, 'gateway.yaml'), JSON.stringify(file));
  const keys = keysOf(workload);
  for (const [index, port] of servicePorts.entries()) {
    const own = keys.filter((key) => serviceOf(key, workload) === index);
    const upstream = {
      name: `service-${index + 1}`,
      adapter: 'plain',
      url: `http://127.0.0.1:${port}/cards`,
      timeoutMs: 1_500,
      limits: { concurrency: 64, queue: 1_000 },
      cards: Object.fromEntries(own.map((key) => [key, {}])),
    };
    await writeFile(
      join(directory, `upstreams/service-${index + 1}.yaml`),
      JSON.stringify(upstream),
    );
  }
}

async function started(process: Process): Promise<Subject> {
  const { port } = await process.find('port');
  return { process, port: Number(port), adminPort: null, stop: () => process.stop() };
}

function script(path: string, ...args: readonly string[]): Promise<Subject> {
  return started(start('measured', process.execPath, [here(path), ...args]));
}

export const rawPlain: Peer = {
  name: 'node:http, nothing else',
  start: ({ text }) => script('peers/node-http.ts', text, 'plain'),
};
export const rawAscii: Peer = {
  name: 'node:http, ASCII strings',
  start: ({ text }) => script('peers/node-http.ts', text, 'ascii'),
};
export const fastifyLru: Peer = {
  name: 'Fastify, lru-cache, objects',
  start: () => script('peers/fastify-lru.ts'),
};
export const fastifyFetch: Peer = {
  name: 'Fastify, fetch',
  start: (_workload, ports) => script('peers/fastify-fetch.ts', JSON.stringify(ports)),
};
export const undiciSplice: Peer = {
  name: 'undici, unread bodies',
  start: (_workload, ports) => script('peers/undici-splice.ts', JSON.stringify(ports)),
};

/** Null where Go is not installed. */
export async function goPeer(keeps: 'warm' | 'cold'): Promise<Peer | null> {
  if (spawnSync('go', ['version']).status !== 0) return null;
  const binary = join(await mkdtemp(join(tmpdir(), 'bench-go-')), 'peer');
  const built = spawnSync('go', ['build', '-o', binary, here('peers/go/main.go')]);
  if (built.status !== 0) throw new Error(`go build: ${built.stderr.toString()}`);
  return {
    name: "Go's standard library",
    start: (_workload, ports) =>
      started(start('measured', binary, [JSON.stringify(ports), keeps], { GOMAXPROCS: '1' })),
  };
}

const luaModule = '/usr/lib/nginx/modules/ngx_http_lua_module.so';
const ndkModule = '/usr/lib/nginx/modules/ndk_http_module.so';

/** Null where nginx with its Lua module is not installed (Debian: libnginx-mod-http-lua, lua-cjson). */
export function nginxPeer(keeps: 'warm' | 'cold'): Peer | null {
  if (!existsSync(luaModule)) return null;
  return {
    name: 'nginx with Lua',
    async start({ services }, servicePorts) {
      const directory = await mkdtemp(join(tmpdir(), 'bench-nginx-'));
      const port = await freePort();
      await copyFile(here('peers/nginx.lua'), join(directory, 'cards.lua'));
      await writeFile(
        join(directory, 'nginx.conf'),
        nginxConf({ port, directory, keeps: keeps === 'warm', services, servicePorts }),
      );
      const args = ['-p', directory, '-c', 'nginx.conf', '-e', join(directory, 'error.log')];
      const nginx = start('measured', 'nginx', args);
      await listening(port);
      return {
        process: nginx,
        port,
        adminPort: null,
        async stop() {
          await nginx.stop();
          await rm(directory, { recursive: true });
        },
      };
    },
  };
}

interface NginxOptions {
  readonly port: number;
  readonly directory: string;
  readonly keeps: boolean;
  readonly services: number;
  readonly servicePorts: readonly number[];
}

function nginxConf({ port, directory, keeps, services, servicePorts }: NginxOptions): string {
  const upstreams = servicePorts.map(
    (servicePort, index) =>
      `upstream s${index + 1} { server 127.0.0.1:${servicePort}; keepalive 64; }`,
  );
  const locations = servicePorts.map(
    (_, index) => `location = /service-${index + 1} {
      internal; proxy_pass http://s${index + 1}/cards; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_buffer_size 32k; proxy_buffers 8 32k; proxy_busy_buffers_size 64k;
    }`,
  );
  return `
daemon off; master_process off; worker_processes 1;
load_module ${ndkModule}; load_module ${luaModule};
pid ${directory}/nginx.pid;
events { worker_connections 1024; }
http {
  access_log off; client_body_buffer_size 64k; keepalive_requests 100000000; lua_package_path "/usr/share/lua/5.1/?.lua;;";
  client_body_temp_path ${directory}; proxy_temp_path ${directory}; fastcgi_temp_path ${directory};
  uwsgi_temp_path ${directory}; scgi_temp_path ${directory};
  lua_shared_dict cards 512m;
  ${upstreams.join('\n  ')}
  server {
    listen 127.0.0.1:${port};
    location = /cards {
      set $keeps ${keeps ? 'yes' : 'no'}; set $services ${services};
      content_by_lua_file ${directory}/cards.lua;
    }
    ${locations.join('\n    ')}
  }
}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('nginx does not listen');
}

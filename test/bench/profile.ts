import { existsSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../faults/until.ts';
import type { Customers } from './load.ts';
import { load, startGateway, withSubject } from './throughput.ts';
import type { Effort } from './throughput.ts';
import { usual } from './workload.ts';

/** Shares of the processor's time, by what spends it. */
export type Shares = ReadonlyMap<string, number>;

const libraries: Readonly<Record<string, string>> = {
  fastify: 'Fastify',
  '@fastify/rate-limit': 'Fastify',
  'find-my-way': 'Fastify',
  pino: 'pino',
  undici: 'undici',
  'lru-cache': 'lru-cache',
  opossum: 'opossum',
};

/** What a function of a file is of; undefined for what is built in, and works for whoever calls it. */
function placeOf({ functionName, url }: Profiler.ProfileNode['callFrame']): string | undefined {
  if (functionName === '(garbage collector)') return 'collection of garbage';
  if (url === '' && /^(write\w*String|writeBuffer|writev)$/.test(functionName))
    return 'Node.js: writing to sockets';
  if (/^node:(internal\/)?crypto/.test(url)) return 'Node.js: hashes';
  if (url.startsWith('node:')) return 'Node.js: HTTP, streams, timers';
  if (url.startsWith('wasm:')) return 'undici';
  const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (library !== undefined) return libraries[library] ?? 'other libraries';
  const room = /\/dist\/(plugins|src\/[^/]+)\//.exec(url)?.[1];
  if (room !== undefined) return `\`${room}\``;
  return url.includes('/dist/src/') ? '`src`' : undefined;
}

function toShares({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const places = new Map<number, string>();
  const visit = (node: Profiler.ProfileNode, callerPlace: string): void => {
    const place = placeOf(node.callFrame) ?? callerPlace;
    places.set(node.id, place);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) visit(child, place);
    }
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, 'V8');
  const idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id;
  const spent = new Map<string, number>();
  let total = 0;
  for (const [index, id] of samples.entries()) {
    if (id === idle) continue;
    const micros = timeDeltas[index] ?? 0;
    const place = places.get(id) ?? 'V8';
    spent.set(place, (spent.get(place) ?? 0) + micros);
    total += micros;
  }
  return new Map([...spent].map(([place, micros]) => [place, micros / total]));
}

/** Where the gateway's time goes while it answers as fast as it can. */
export async function measureShares(customers: Customers, effort: Effort): Promise<Shares> {
  const directory = await mkdtemp(join(tmpdir(), 'profile-'));
  const file = join(directory, 'profile.json');
  const env = {
    NODE_OPTIONS: `--import ${new URL('profiler.ts', import.meta.url).pathname}`,
    PROFILE_FILE: file,
    PROFILE_SECONDS: String(effort.seconds),
  };
  try {
    return await withSubject(startGateway({}, env), usual, undefined, async (subject) => {
      const options = { workload: usual, customers, connections: 32, ...effort };
      await load(subject, options, () => process.kill(subject.process.pid, 'SIGUSR2'));
      if (!(await until(() => existsSync(file)))) throw new Error('no profile came of the gateway');
      return toShares(JSON.parse(await readFile(file, 'utf8')) as Profiler.Profile);
    });
  } finally {
    await rm(directory, { recursive: true });
  }
}

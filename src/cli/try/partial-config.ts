import { resolve } from 'node:path';
import { disk } from '../../config/files.ts';
import type { Files } from '../../config/files.ts';
import { examineConfig } from '../../config/load.ts';
import type { Examination } from '../../config/load.ts';
import type { Env } from '../terminal.ts';

/** Text where text is expected, and a number where that is. */
const standIn = '1';
const placeholder = /\$\{(?:file:(?<file>[^}]+)|(?<name>\w+))\}/g;

/**
 * Examines the gateway's own file and some of the upstreams' (all when null). Secrets of the gateway itself that are not here,
 * such as Plain's, get a stand-in: nothing listens, so nobody asks for them. Those of the upstreams must be here.
 */
export async function examinePart(
  directory: string,
  env: Env,
  upstreamFiles: readonly string[] | null,
  files: Files = disk,
): Promise<Examination> {
  const gateway = await files.readText(resolve(directory, 'gateway.yaml'));
  const wanted = gateway.ok ? [...gateway.value.matchAll(placeholder)] : [];
  const names = wanted.flatMap(({ groups }) => groups?.['name'] ?? []);
  const paths = wanted.flatMap(({ groups }) => groups?.['file'] ?? []);
  const isUpstreams = (folder: string) => folder === resolve(directory, 'upstreams');
  const standInPaths = new Set(paths.map((path) => resolve(directory, path)));
  const some: Files = {
    async readText(path) {
      const read = await files.readText(path);
      return !read.ok && standInPaths.has(path) ? { ok: true, value: standIn } : read;
    },
    async listNames(folder) {
      const listed = await files.listNames(folder);
      if (!listed.ok || upstreamFiles === null || !isUpstreams(folder)) return listed;
      return { ok: true, value: listed.value.filter((name) => upstreamFiles.includes(name)) };
    },
  };
  return examineConfig(directory, withStandIns(env, names), { files: some });
}

function withStandIns(env: Env, names: readonly string[]): Env {
  const missing = names.filter((name) => (env[name] ?? '') === '');
  return { ...env, ...Object.fromEntries(missing.map((name) => [name, standIn])) };
}

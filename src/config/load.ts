import { resolve } from 'node:path';
import { check } from './check.ts';
import type { Config, LoadResult } from './check.ts';
import { disk, isYamlFile } from './files.ts';
import type { Files } from './files.ts';
import { formatProblems } from './problem.ts';
import type { ConfigProblem } from './problem.ts';
import { createSource, unreadableSource } from './source.ts';
import type { Source } from './source.ts';

export { formatProblems };
export type { Config, ConfigProblem, LoadResult };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads `gateway.yaml` and `upstreams/*.yaml` in a directory, to which paths in `${file:…}` are relative. Strict; tells all
 * problems of all files at once. Everything is read through `files`.
 */
export async function loadConfig(
  directory: string,
  env: Env,
  files: Files = disk,
): Promise<LoadResult> {
  const root = await files.listNames(directory);
  if (!root.ok) {
    const message = `the configuration directory cannot be read (${root.code}); name one that holds gateway.yaml and upstreams/`;
    return { ok: false, problems: [{ file: '.', path: '', message }] };
  }
  const place = { directory, env, files };
  const gateway = await openFile('gateway.yaml', place);
  return check(gateway, await openUpstreams(place));
}

interface Place {
  readonly directory: string;
  readonly env: Env;
  readonly files: Files;
}

async function openFile(file: string, { directory, env, files }: Place): Promise<Source> {
  const read = await files.readText(resolve(directory, file));
  if (!read.ok) {
    return unreadableSource(
      file,
      `cannot be read (${read.code}); write the file or correct its mode`,
    );
  }
  const readRelative = (path: string) => files.readText(resolve(directory, path));
  return createSource(file, read.value, { env, readText: readRelative });
}

async function openUpstreams(place: Place): Promise<Source[]> {
  const listed = await place.files.listNames(resolve(place.directory, 'upstreams'));
  const names = listed.ok ? listed.value.filter(isYamlFile) : [];
  if (names.length > 0) {
    return Promise.all(names.map((name) => openFile(`upstreams/${name}`, place)));
  }
  const why = listed.ok ? 'holds no *.yaml file' : `cannot be read (${listed.code})`;
  return [
    unreadableSource('upstreams', `${why}; write upstreams/<service>.yaml, one for each service`),
  ];
}

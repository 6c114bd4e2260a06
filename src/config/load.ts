import { resolve } from 'node:path';
import { examine, toLoadResult } from './check.ts';
import type { Config, Examination, LoadResult } from './check.ts';
import { disk, isYamlFile } from './files.ts';
import type { Files } from './files.ts';
import { formatProblems } from './problem.ts';
import type { ConfigProblem } from './problem.ts';
import { createSource, unreadableSource } from './source.ts';
import type { Source } from './source.ts';

export { formatProblems };
export type { Config, ConfigProblem, Examination, LoadResult };

type Env = Readonly<Record<string, string | undefined>>;

export interface ExamineOptions {
  /** Through which everything is read. Default: the disk. */
  readonly files?: Files;
  /** Whether placeholders without a value are no mistakes. Default false. */
  readonly maybeAbsent?: boolean;
}

/**
 * Reads `gateway.yaml` and `upstreams/*.yaml` in a directory, to which paths in `${file:…}` are relative, and tells all there
 * is to say about them. Strict.
 */
export async function examineConfig(
  directory: string,
  env: Env,
  { files = disk, maybeAbsent = false }: ExamineOptions = {},
): Promise<Examination> {
  const root = await files.listNames(directory);
  if (!root.ok) {
    const message = `the configuration directory cannot be read (${root.code}); name one that holds gateway.yaml and upstreams/`;
    return examine(unreadableSource('.', message), []);
  }
  const place = { directory, env, files, maybeAbsent };
  return examine(await openFile('gateway.yaml', place), await openUpstreams(place));
}

/** What the files say, or everything that is wrong with them. */
export async function loadConfig(
  directory: string,
  env: Env,
  files: Files = disk,
): Promise<LoadResult> {
  return toLoadResult(await examineConfig(directory, env, { files }));
}

interface Place {
  readonly directory: string;
  readonly env: Env;
  readonly files: Files;
  readonly maybeAbsent: boolean;
}

async function openFile(file: string, place: Place): Promise<Source> {
  const { directory, env, files, maybeAbsent } = place;
  const read = await files.readText(resolve(directory, file));
  if (!read.ok) {
    return unreadableSource(
      file,
      `cannot be read (${read.code}); write the file or correct its mode`,
    );
  }
  const readRelative = (path: string) => files.readText(resolve(directory, path));
  return createSource(file, read.value, { env, readText: readRelative, maybeAbsent });
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

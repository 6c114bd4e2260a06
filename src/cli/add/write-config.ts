import { join, resolve } from 'node:path';
import { disk, writeText } from '../../config/files.ts';
import { examineConfig } from '../../config/load.ts';
import type { ConfigProblem, Examination } from '../../config/load.ts';
import type { Env } from '../terminal.ts';
import { withVariables } from './env-file.ts';
import { withTexts } from './overlay.ts';

export interface NewConfig {
  readonly directory: string;
  /** By path in the directory. */
  readonly texts: ReadonlyMap<string, string>;
}

/** The configuration as it would be; of its problems, those that the files would bring. Secrets may be absent. */
export async function examineNew({ directory, texts }: NewConfig, env: Env): Promise<Examination> {
  const root = resolve(directory);
  const absolute = new Map([...texts].map(([path, text]) => [resolve(root, path), text]));
  const options = { maybeAbsent: true };
  const now = await examineConfig(root, env, options);
  const then = await examineConfig(root, env, { ...options, files: withTexts(absolute, disk) });
  const known = new Set(now.problems.map(identify));
  const problems = then.problems.filter((problem) => !known.has(identify(problem)));
  return { ...then, problems, warnings: [] };
}

function identify({ file, path, message }: ConfigProblem): string {
  return JSON.stringify([file, path, message]);
}

export type Written<T = object> =
  (T & { readonly ok: true }) | { readonly ok: false; readonly message: string };

/** Writes the files one by one, up to the first that can't be written. */
export async function writeConfig(
  { directory, texts }: NewConfig,
  mayReplace: boolean,
): Promise<Written> {
  for (const [path, text] of texts) {
    const written = await writeText(resolve(directory, path), text, { mayReplace });
    if (!written.ok) return unwritten(directory, path, written.code);
  }
  return { ok: true };
}

/** Adds variables to the directory's `.env`, which only its owner may read; tells which ones were not there. */
export async function addVariables(
  directory: string,
  variables: ReadonlyMap<string, string>,
): Promise<Written<{ readonly added: readonly string[] }>> {
  const path = resolve(directory, '.env');
  const read = await disk.readText(path);
  // What can't be read may be somebody's, and must not be lost.
  if (!read.ok && read.code !== 'ENOENT') return unwritten(directory, '.env', read.code);
  const { text, added } = withVariables(read.ok ? read.value : '', variables);
  if (added.length === 0) return { ok: true, added };
  const written = await writeText(path, text, { mode: 0o600, mayReplace: read.ok });
  return written.ok ? { ok: true, added } : unwritten(directory, '.env', written.code);
}

function unwritten(directory: string, path: string, code: string) {
  const why = code === 'EEXIST' ? 'it is there already; --force replaces it' : code;
  return { ok: false, message: `${join(directory, path)} cannot be written: ${why}` } as const;
}

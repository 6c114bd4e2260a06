import { watch } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What was read, or the system's code for why not, such as ENOENT. */
export type ReadResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string };

/** Where files are read. */
export interface Files {
  /** The text of a UTF-8 file, without a byte order mark. */
  readText(path: string): Promise<ReadResult<string>>;
  /** Names in a directory, in code-unit order. */
  listNames(directory: string): Promise<ReadResult<string[]>>;
}

function readText(path: string): Promise<ReadResult<string>> {
  return attempt(async () =>
    new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)),
  );
}

function listNames(directory: string): Promise<ReadResult<string[]>> {
  return attempt(async () => (await readdir(directory)).sort());
}

export const disk: Files = { readText, listNames };

/** Kubernetes mounts a ConfigMap as links beside hidden directories that hold the same files. */
export function isYamlFile(name: string): boolean {
  return /^[^.].*\.ya?ml$/.test(name);
}

export interface WriteOptions {
  /** Of a new file; one that is there keeps its own. Default 644. */
  readonly mode?: number;
  /** Otherwise a file that is there is left alone: EEXIST. Default false. */
  readonly mayReplace?: boolean;
}

/** Writes a file, and makes the directories that lead to it. */
export async function writeText(
  path: string,
  text: string,
  { mode = 0o644, mayReplace = false }: WriteOptions = {},
): Promise<ReadResult<void>> {
  const made = await attempt(() => mkdir(dirname(path), { recursive: true }));
  if (!made.ok) return { ok: false, code: made.code === 'EEXIST' ? 'ENOTDIR' : made.code };
  return attempt(() => writeFile(path, text, { mode, flag: mayReplace ? 'w' : 'wx' }));
}

/**
 * Calls `onChange`, possibly several times, when something in a directory changes. Does not keep the process alive. The
 * returned function ends it. A directory that is not there is not watched.
 */
export function watchDirectory(directory: string, onChange: () => void): () => void {
  try {
    const watcher = watch(directory, { persistent: false }, onChange);
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => {};
  }
}

async function attempt<T>(read: () => Promise<T>): Promise<ReadResult<T>> {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { ok: false, code: reason(error.code) };
    throw error;
  }
}

function reason(code: unknown): string {
  return code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'not UTF-8' : String(code);
}

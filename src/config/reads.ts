import { createHash } from 'node:crypto';
import { basename, relative } from 'node:path';
import { isYamlFile } from './files.ts';
import type { Files, ReadResult } from './files.ts';

/** Files that remember what was read of them. */
export interface Reads extends Files {
  /** Absolute, also of what could not be read. */
  readonly paths: readonly string[];
  /** Whether something that was read is no longer the same, there, or readable; of a directory, its YAML files count. */
  haveChanged(): Promise<boolean>;
  /**
   * A short hash of the YAML files of a directory, the same wherever the same files are; values from the environment and
   * from other files are no part of it.
   */
  hash(directory: string): string;
}

interface Read {
  readonly path: string;
  readonly digest: string;
  /** The digest of what is there now. */
  readonly now: () => Promise<string>;
}

export function trackReads(files: Files): Reads {
  const reads = new Map<string, Read>();

  async function track<T>(path: string, read: () => Promise<T>, digestOf: (result: T) => string) {
    const result = await read();
    const now = async () => digestOf(await read());
    reads.set(path, { path, digest: digestOf(result), now });
    return result;
  }

  return {
    readText: (path) => track(path, () => files.readText(path), hash),
    listNames: (path) => track(path, () => files.listNames(path), hashOfNames),
    get paths() {
      return [...reads.keys()];
    },
    async haveChanged() {
      const changes = [...reads.values()].map(async ({ digest, now }) => (await now()) !== digest);
      return (await Promise.all(changes)).includes(true);
    },
    hash(directory) {
      const lines = [...reads.values()]
        .map(({ path, digest }) => ({ name: relative(directory, path), digest }))
        .filter(({ name }) => isYamlFile(basename(name)) && !name.startsWith('..'))
        .map(({ name, digest }) => `${name} ${digest}`);
      return hash(lines.sort()).slice(0, 12);
    },
  };
}

/** Editors and mounts keep other files beside those that count. */
function hashOfNames(listed: ReadResult<string[]>): string {
  return hash(listed.ok ? listed.value.filter(isYamlFile) : listed);
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

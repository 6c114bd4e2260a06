import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { Files, ReadResult } from './files.ts';

/** Files that remember what was read of them. */
export interface Reads extends Files {
  /** Absolute, also of what could not be read. */
  readonly paths: readonly string[];
  /** Whether something that was read is no longer the same, there, or readable. */
  haveChanged(): Promise<boolean>;
  /**
   * A short hash of the YAML files of a directory, the same wherever the same files are; values from the environment and
   * from other files are no part of it.
   */
  hash(directory: string): string;
}

type Reader = keyof Files;

interface Read {
  readonly reader: Reader;
  readonly path: string;
  readonly digest: string;
}

export function trackReads(files: Files): Reads {
  const reads = new Map<string, Read>();

  async function read<T>(
    reader: Reader,
    path: string,
    result: Promise<ReadResult<T>>,
  ): Promise<ReadResult<T>> {
    const digest = digestOf(await result);
    reads.set(`${reader} ${path}`, { reader, path, digest });
    return result;
  }

  async function hasChanged({ reader, path, digest }: Read): Promise<boolean> {
    return digestOf(await files[reader](path)) !== digest;
  }

  return {
    readText: (path) => read('readText', path, files.readText(path)),
    listNames: (directory) => read('listNames', directory, files.listNames(directory)),
    get paths() {
      return [...reads.values()].map(({ path }) => path);
    },
    async haveChanged() {
      const changes = await Promise.all([...reads.values()].map(hasChanged));
      return changes.includes(true);
    },
    hash(directory) {
      const texts = [...reads.values()]
        .filter(({ reader }) => reader === 'readText')
        .map(({ path, digest }) => ({ name: relative(directory, path), digest }))
        .filter(({ name }) => /^(?!\.\.).*\.ya?ml$/.test(name))
        .map(({ name, digest }) => `${name} ${digest}`);
      return digestOf(texts.sort()).slice(0, 12);
    },
  };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

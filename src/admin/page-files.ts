import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { lazily } from '../lazily.ts';

/** A file as it goes to a browser. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  /** The body compressed; made once. */
  gzipped(): Promise<Buffer>;
}

/** What scripts/build-browser.ts has made. */
export interface PageFiles {
  readonly index: PageFile;
  /** By name; what is under a name never changes. */
  readonly assets: ReadonlyMap<string, PageFile>;
}

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain; charset=utf-8'],
]);
const compress = promisify(gzip);

/** Reads the built pages into memory; null when they are not built. */
export async function readPageFiles(directory = builtPages()): Promise<PageFiles | null> {
  try {
    const names = await readdir(join(directory, 'assets'));
    const files = names.map(async (name) => [name, await read(directory, 'assets', name)] as const);
    return {
      index: await read(directory, 'index.html'),
      assets: new Map(await Promise.all(files)),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** At the same place in a checkout and in the package. */
function builtPages(): string {
  const manifest = createRequire(import.meta.url).resolve('customer-cards-gateway/package.json');
  return join(dirname(manifest), 'dist/browser');
}

async function read(...path: readonly string[]): Promise<PageFile> {
  const file = join(...path);
  const body = await readFile(file);
  return {
    type: types.get(extname(file)) ?? 'application/octet-stream',
    body,
    gzipped: lazily(() => compress(body, { level: 9 })),
  };
}

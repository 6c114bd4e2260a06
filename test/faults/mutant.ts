import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { assembleGateway } from '../../src/gateway.ts';
import type { startServer } from '../../src/server.ts';

/** A guard cut out of the sources: `cut` is there exactly once and becomes `instead`. */
export interface Mutation {
  readonly file: string;
  readonly cut: string;
  readonly instead: string;
}

export interface GatewayModules {
  readonly assembleGateway: typeof assembleGateway;
  readonly startServer: typeof startServer;
}

const parent = '.tap/mutants';

/** The gateway as it is, or a copy of it without some guards. The copy stays on disk until the process ends. */
export async function loadGateway(mutations: readonly Mutation[]): Promise<GatewayModules> {
  const root = mutations.length === 0 ? resolve('.') : copyWithout(mutations);
  const load = (file: string) => import(pathToFileURL(join(root, file)).href);
  const [gateway, server] = await Promise.all([load('src/gateway.ts'), load('src/server.ts')]);
  return { ...gateway, ...server } as GatewayModules;
}

/** The directory of a copy of the sources without some guards. */
export function copyWithout(mutations: readonly Mutation[]): string {
  mkdirSync(parent, { recursive: true });
  const root = resolve(mkdtempSync(join(parent, 'without-')));
  process.once('exit', () => rmSync(root, { recursive: true, force: true }));
  cpSync('src', join(root, 'src'), { recursive: true });
  cpSync('plugins', join(root, 'plugins'), { recursive: true });
  for (const mutation of mutations) mutate(root, mutation);
  return root;
}

function mutate(root: string, { file, cut, instead }: Mutation): void {
  const path = join(root, file);
  const parts = readFileSync(path, 'utf8').split(cut);
  if (parts.length !== 2) {
    throw new Error(`${file} has ${parts.length - 1} of the guard to cut: ${cut}`);
  }
  writeFileSync(path, parts.join(instead));
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What package-lock.json says of a package, as far as it matters here. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly hasInstallScript?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  /** By where each is installed; the project itself is at "". */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A package of an installation without development dependencies. */
export interface ProductionPackage extends LockedPackage {
  readonly name: string;
  /** The project's own dependencies that need it, itself where it is one. */
  readonly neededBy: readonly string[];
}

export async function readLock(root = '.'): Promise<Lock> {
  return JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as Lock;
}

export function isProduction(path: string, { dev, devOptional }: LockedPackage): boolean {
  return path !== '' && dev !== true && devOptional !== true;
}

/** By name, and where there are two of a name, by place. */
export function productionPackages({ packages }: Lock): ProductionPackage[] {
  const direct = Object.keys(packages['']?.dependencies ?? {});
  const reached = new Map(direct.map((name) => [name, reachableFrom(name, packages)]));
  return Object.entries(packages)
    .filter(([path, locked]) => isProduction(path, locked))
    .map(([path, locked]) => ({
      ...locked,
      name: nameOf(path),
      neededBy: direct.filter((name) => reached.get(name)?.has(path)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function reachableFrom(name: string, packages: Lock['packages']): ReadonlySet<string> {
  const reached = new Set<string>();
  const toVisit = [`node_modules/${name}`];
  for (let path = toVisit.pop(); path !== undefined; path = toVisit.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const needed of Object.keys(packages[path]?.dependencies ?? {}))
      toVisit.push(placeOf(needed, path, packages));
  }
  return reached;
}

/** Where Node finds a package that the one at `from` asks for: below it, or below one that it is in. */
function placeOf(name: string, from: string, packages: Lock['packages']): string {
  const place = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (place in packages || from === '') return place;
  return placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/'))), packages);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

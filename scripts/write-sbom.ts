import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isProduction, readLock } from './production-packages.ts';
import type { Lock } from './production-packages.ts';

interface Manifest {
  readonly name: string;
  readonly devDependencies?: unknown;
}

/**
 * Prints the SBOM of an installation without development dependencies, from package.json and package-lock.json alone. It is
 * npm's own, asked about a project that has no others: `npm sbom --omit dev` would leave out whatever development
 * dependencies need as well.
 */
const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
const temporary = await mkdtemp(join(tmpdir(), 'sbom-'));
try {
  // npm calls the project by its directory.
  const directory = join(temporary, manifest.name);
  await mkdir(directory);
  const { devDependencies: _, ...own } = manifest;
  await writeJson(join(directory, 'package.json'), own);
  await writeJson(join(directory, 'package-lock.json'), withoutDevelopment(await readLock()));
  process.stdout.write(await askNpm(directory));
} finally {
  await rm(temporary, { recursive: true });
}

function withoutDevelopment(lock: Lock): Lock {
  const { devDependencies: _, ...root } = lock.packages[''] ?? {};
  const packages = Object.entries(lock.packages).filter(([path, one]) => isProduction(path, one));
  return { ...lock, packages: { '': root, ...Object.fromEntries(packages) } };
}

async function askNpm(directory: string): Promise<string> {
  const options = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const { stdout } = await promisify(execFile)('npm', ['sbom', ...options], {
    cwd: directory,
    maxBuffer: 16_777_216,
  });
  return stdout;
}

function writeJson(path: string, content: object): Promise<void> {
  return writeFile(path, JSON.stringify(content));
}

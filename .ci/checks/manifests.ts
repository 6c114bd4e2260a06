import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from './processes.ts';

/** Of any kind. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The manifests that `kubectl apply -k` would send. */
export async function render(directory: string): Promise<Manifest[]> {
  const { status, output } = await run('kubectl', ['kustomize', directory]);
  if (status !== 0) throw new Error(output);
  return parseAllDocuments(output).map((document) => document.toJS() as Manifest);
}

/** Where the published schema of a kind is; custom resources have packages of their own. */
function moduleOf({ apiVersion }: Manifest): string {
  return apiVersion.startsWith('monitoring.coreos.com/')
    ? `@kubernetes-models/prometheus-operator/${apiVersion}`
    : `kubernetes-models/${apiVersion}`;
}

type Model = new (manifest: Manifest) => { validate(): void };

/** What the published schema says against a manifest; null when it is right. */
export async function findInvalid(manifest: Manifest): Promise<string | null> {
  const models = (await import(moduleOf(manifest))) as Readonly<Record<string, Model>>;
  const Kind = models[manifest.kind];
  if (Kind === undefined) return `${manifest.apiVersion} has no ${manifest.kind}`;
  try {
    new Kind(manifest).validate();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** Fields that no schema has. The published types know them, so it is the compiler that finds them. */
export async function findUnknown(manifests: readonly Manifest[]): Promise<string> {
  await mkdir('.tap', { recursive: true });
  // In the checkout, so that the compiler finds the packages.
  const directory = await mkdtemp(resolve('.tap/manifests-'));
  const lines = manifests.map(
    (manifest, index) =>
      `import type { I${manifest.kind} as Kind${index} } from '${moduleOf(manifest)}/${manifest.kind}';\n` +
      `export const manifest${index}: Kind${index} = ${JSON.stringify(manifest)};\n`,
  );
  const options = { extends: resolve('tsconfig.json'), files: ['manifests.ts'], include: [] };
  await writeFile(join(directory, 'manifests.ts'), lines.join(''));
  await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(options));
  try {
    return (await run('node_modules/.bin/tsc', ['-p', directory])).output;
  } finally {
    await rm(directory, { recursive: true });
  }
}

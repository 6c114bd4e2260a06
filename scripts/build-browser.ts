import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { readLicences } from './licences.ts';

const source = fileURLToPath(new URL('../src/browser/', import.meta.url));
const target = fileURLToPath(new URL('../dist/browser/', import.meta.url));

if (import.meta.main) await buildBrowser(target);

/**
 * Bundles the pages into `directory`: `index.html`, the licences of what is in it, and `assets/` with names that change with
 * the content. The pages that were there before stay until the new ones are.
 * Styles have an entry of their own, main.css: those of a module that is loaded later would never be linked.
 */
export async function buildBrowser(directory: string): Promise<void> {
  const assets = join(directory, 'assets');
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: ['main.tsx', 'main.css', 'icon.svg'],
    loader: { '.svg': 'copy' },
    outdir: assets,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const html = await readFile(join(source, 'index.html'), 'utf8');
  const licences = await readLicences(Object.keys(metafile.inputs), source);
  await writeFile(join(directory, 'index.html'), withBuiltNames(html, metafile));
  await writeFile(join(directory, 'licences.txt'), licences);
  await removeOthers(assets, new Set(Object.keys(metafile.outputs).map((file) => basename(file))));
}

async function removeOthers(directory: string, names: ReadonlySet<string>): Promise<void> {
  const others = (await readdir(directory)).filter((name) => !names.has(name));
  await Promise.all(others.map((name) => rm(join(directory, name), { force: true })));
}

/** Relative, so that the pages work below any prefix. */
function withBuiltNames(html: string, { outputs }: Metafile): string {
  return Object.entries(outputs).reduce(
    (page, [file, { entryPoint }]) =>
      entryPoint === undefined
        ? page
        : page.replace(`"${entryPoint}"`, `"assets/${basename(file)}"`),
    html,
  );
}

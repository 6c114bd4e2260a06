import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { readLicences } from './licences.ts';

const source = fileURLToPath(new URL('../src/browser/', import.meta.url));
const target = fileURLToPath(new URL('../dist/browser/', import.meta.url));

if (import.meta.main) await buildBrowser(target);

/**
 * Bundles the pages into `directory`: `index.html`, the licences of what is in it, and `assets/` with names that change with
 * the content.
 * Styles have an entry of their own, main.css: those of a module that is loaded later would never be linked.
 */
export async function buildBrowser(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: source,
    entryPoints: ['main.tsx', 'main.css', 'icon.svg'],
    loader: { '.svg': 'copy' },
    outdir: `${directory}/assets`,
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
  const html = await readFile(`${source}/index.html`, 'utf8');
  await mkdir(directory, { recursive: true });
  await writeFile(`${directory}/index.html`, withBuiltNames(html, metafile));
  await writeFile(
    `${directory}/licences.txt`,
    await readLicences(Object.keys(metafile.inputs), source),
  );
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

import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The licences of the packages that `inputs`, files of a bundle relative to `directory`, are from: they ask to be passed on. */
export async function readLicences(inputs: readonly string[], directory: string): Promise<string> {
  const roots = inputs.map(
    (input) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? '',
  );
  const packages = [...new Set(roots)].filter((root) => root !== '').sort();
  const texts = await Promise.all(packages.map((root) => readLicence(resolve(directory, root))));
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function readLicence(root: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  ) as Readonly<Record<'name' | 'version' | 'license', string>>;
  const file = (await readdir(root)).find((entry) => /^licen[cs]e(\.|$)/i.test(entry));
  if (file === undefined) throw new Error(`${name} comes without its licence`);
  return `${name} ${version} (${license})\n\n${await readFile(join(root, file), 'utf8')}`;
}

import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a volume of a ConfigMap or Secret as a kubelet does, again and again: files are links into `..data`, which is a
 * link to a directory that is replaced as a whole.
 */
export async function mount(volume: string, data: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(volume, { recursive: true });
  const before = await readdir(volume);
  const version = await mkdtemp(join(volume, '..version-'));
  for (const [name, text] of Object.entries(data)) await writeFile(join(version, name), text);
  await symlink(version, join(volume, '..data_tmp'));
  await rename(join(volume, '..data_tmp'), join(volume, '..data'));
  for (const name of Object.keys(data)) {
    if (!before.includes(name)) await symlink(join('..data', name), join(volume, name));
  }
  const gone = before.filter((name) => name.startsWith('..version-'));
  const dropped = before.filter((name) => !name.startsWith('..') && !(name in data));
  for (const name of [...gone, ...dropped]) await rm(join(volume, name), { recursive: true });
}

import { resolve } from 'node:path';
import { disk, isYamlFile } from '../../config/files.ts';
import type { Files } from '../../config/files.ts';
import { createSource } from '../../config/source.ts';
import { isJsonObject } from '../../validate/check-components.ts';

/** An upstream's file, with the cards that it registers. */
export interface Registration {
  /** Below `upstreams/`. */
  readonly name: string;
  readonly cards: readonly string[];
}

/** Reads who registers what, and no more: a file that is wrong or lacks a secret hinders nobody's else. */
export async function readRegistrations(
  directory: string,
  files: Files = disk,
): Promise<Registration[]> {
  const folder = resolve(directory, 'upstreams');
  const listed = await files.listNames(folder);
  const names = listed.ok ? listed.value.filter(isYamlFile) : [];
  return Promise.all(names.map((name) => readRegistration(folder, name, files)));
}

async function readRegistration(folder: string, name: string, files: Files): Promise<Registration> {
  const read = await files.readText(resolve(folder, name));
  if (!read.ok) return { name, cards: [] };
  const nothing = { env: {}, readText: async () => ({ ok: false, code: '' }) as const };
  const { data } = await createSource(name, read.value, nothing);
  const cards = isJsonObject(data) && isJsonObject(data['cards']) ? Object.keys(data['cards']) : [];
  return { name, cards };
}

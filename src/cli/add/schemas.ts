import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { disk } from '../../config/files.ts';
import { schemaFiles } from '../../config/modelines.ts';

const { resolve: resolveModule } = createRequire(import.meta.url);

/** The schemas that first lines name, as this version has them, by file: those that a directory lacks, or all. */
export async function schemasFor(
  directory: string,
  mayReplace: boolean,
): Promise<ReadonlyMap<string, string>> {
  const schemas = await Promise.all(
    schemaFiles.map(async (file) => {
      const { ok: isThere } = await disk.readText(resolve(directory, file));
      const own = await disk.readText(resolveModule(`customer-cards-gateway/config/${file}`));
      return own.ok && (mayReplace || !isThere) ? [[file, own.value] as const] : [];
    }),
  );
  return new Map(schemas.flat());
}

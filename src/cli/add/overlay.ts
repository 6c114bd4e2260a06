import { basename, dirname } from 'node:path';
import type { Files } from '../../config/files.ts';

/** The files as they would be with some more, or some written anew; `texts` by absolute path. */
export function withTexts(texts: ReadonlyMap<string, string>, files: Files): Files {
  return {
    async readText(path) {
      const value = texts.get(path);
      return value === undefined ? files.readText(path) : { ok: true, value };
    },
    async listNames(directory) {
      const more = [...texts.keys()].filter((path) => path.startsWith(`${directory}/`));
      const listed = await files.listNames(directory);
      if (more.length === 0) return listed;
      const own = more.filter((path) => dirname(path) === directory).map((path) => basename(path));
      const names = new Set([...(listed.ok ? listed.value : []), ...own]);
      return { ok: true, value: [...names].sort() };
    },
  };
}

import type { Gateway } from '../gateway.ts';
import type { LastReload } from '../observe/last-reload.ts';

/** The configuration in use, and whether it is what the files say. */
export interface ConfigView {
  /** Of the files; null when it does not come from files. */
  readonly hash: string | null;
  /** ISO 8601. */
  readonly loadedAt: string;
  /** Fields of gateway.yaml whose new values take a restart. */
  readonly takesRestart: readonly string[];
  /** Null before the first one. */
  readonly lastReload: LastReload | null;
}

export function viewConfig({ config, reloads }: Gateway): ConfigView {
  const { hash = null } = config;
  return {
    hash,
    loadedAt: new Date(config.loadedAt).toISOString(),
    takesRestart: config.takesRestart,
    lastReload: reloads.last,
  };
}

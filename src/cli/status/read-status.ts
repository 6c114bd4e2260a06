import type { CacheView } from '../../admin/cache.ts';
import type { ConfigView } from '../../admin/config.ts';
import type { UpstreamView } from '../../admin/upstreams.ts';
import { askAdmin } from '../admin.ts';
import type { Terminal } from '../terminal.ts';

/** A running gateway at a glance. */
export interface Status {
  /** Of its admin listener. */
  readonly url: string;
  readonly isReady: boolean;
  readonly config: ConfigView;
  readonly upstreams: readonly UpstreamView[];
  readonly cache: CacheView;
}

export type ReadStatus =
  { readonly ok: true; readonly status: Status } | { readonly ok: false; readonly message: string };

/** Asks the admin listener for all of it. */
export async function readStatus(url: string, terminal: Terminal): Promise<ReadStatus> {
  const ask = (path: string) => askAdmin({ path }, { admin: url }, terminal);
  const upstreams = await ask('/upstreams');
  if (!upstreams.ok) return upstreams;
  const cache = await ask('/cache');
  if (!cache.ok) return cache;
  const { ok: isReady } = await ask('/readyz');
  const views = { ...upstreams.body, cache: cache.body } as unknown as Omit<
    Status,
    'url' | 'isReady'
  >;
  return { ok: true, status: { url, isReady, ...views } };
}

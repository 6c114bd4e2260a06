/** The last things of each upstream, newest first. Bounded; the upstreams' names come from the configuration. */
export interface Recent<T> {
  add(upstream: string, thing: T): void;
  of(upstream: string): readonly T[];
  /** Forgets all others. */
  keep(upstreams: ReadonlySet<string>): void;
}

export function createRecent<T>(perUpstream: number): Recent<T> {
  const byUpstream = new Map<string, readonly T[]>();
  return {
    add(upstream, thing) {
      const recent = [thing, ...(byUpstream.get(upstream) ?? [])];
      byUpstream.set(upstream, recent.slice(0, perUpstream));
    },
    of: (upstream) => byUpstream.get(upstream) ?? [],
    keep(upstreams) {
      for (const name of byUpstream.keys()) if (!upstreams.has(name)) byUpstream.delete(name);
    },
  };
}

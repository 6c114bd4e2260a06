/** The last things of each upstream, newest first. Bounded; the upstreams' names come from the configuration. */
export interface Recent<T> {
  add(upstream: string, thing: T): void;
  of(upstream: string): readonly T[];
  /** Forgets all others. */
  keep(upstreams: ReadonlySet<string>): void;
}

export function createRecent<T>(perUpstream: number): Recent<T> {
  /** Newest last, and some that are too old already: to move all with each would be work for every call. */
  const byUpstream = new Map<string, T[]>();
  return {
    add(upstream, thing) {
      const known = byUpstream.get(upstream) ?? [];
      known.push(thing);
      byUpstream.set(upstream, known.length < 2 * perUpstream ? known : known.slice(-perUpstream));
    },
    of: (upstream) => (byUpstream.get(upstream) ?? []).slice(-perUpstream).toReversed(),
    keep(upstreams) {
      for (const name of byUpstream.keys()) if (!upstreams.has(name)) byUpstream.delete(name);
    },
  };
}

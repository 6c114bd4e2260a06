import { isDeepStrictEqual } from 'node:util';
import { formatPath } from './problem.ts';
import type { Path } from './problem.ts';

/** By name, in the order of the configuration. */
export interface Changed {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** What a configuration says otherwise than another. Names of things and fields, never a value: it may be a secret. */
export interface ConfigChanges {
  readonly upstreams: Changed;
  /** By key; one that moved to another upstream has changed. */
  readonly cards: Changed;
  /** Of gateway.yaml. */
  readonly settings: readonly string[];
}

interface Comparable {
  readonly gateway: object;
  readonly upstreams: readonly { readonly name: string; readonly cards: object }[];
}

export function findChanges(old: Comparable, next: Comparable): ConfigChanges {
  return {
    upstreams: compare(upstreamsOf(old), upstreamsOf(next)),
    cards: compare(cardsOf(old), cardsOf(next)),
    settings: differingFields(old.gateway, next.gateway),
  };
}

/** The innermost fields that are not the same, as paths; a list is compared as a whole. */
export function differingFields(old: unknown, next: unknown, path: Path = []): string[] {
  if (isDeepStrictEqual(old, next)) return [];
  if (!isMapping(old) || !isMapping(next)) return [formatPath(path)];
  const names = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...names].flatMap((name) => differingFields(old[name], next[name], [...path, name]));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without their cards, which are told by themselves. */
function upstreamsOf({ upstreams }: Comparable): Map<string, unknown> {
  return new Map(upstreams.map((upstream) => [upstream.name, { ...upstream, cards: null }]));
}

function cardsOf({ upstreams }: Comparable): Map<string, unknown> {
  return new Map(
    upstreams.flatMap(({ name, cards }) =>
      Object.entries(cards).map(([key, card]) => [key, { upstream: name, card }] as const),
    ),
  );
}

function compare(old: ReadonlyMap<string, unknown>, next: ReadonlyMap<string, unknown>): Changed {
  const kept = [...next.keys()].filter((name) => old.has(name));
  return {
    added: [...next.keys()].filter((name) => !old.has(name)),
    removed: [...old.keys()].filter((name) => !next.has(name)),
    changed: kept.filter((name) => !isDeepStrictEqual(old.get(name), next.get(name))),
  };
}

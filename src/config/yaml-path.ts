import { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Document, Pair } from 'yaml';
import type { Path } from './problem.ts';

/** Where a path leads in a document: as far as it can be followed. */
export interface Located {
  /** Aliases resolved. Undefined when the path leads to nothing. */
  readonly node: unknown;
  /**
   * Offset of the deepest thing on the path that the text has, an alias at the place of its use. What stands below its key,
   * in lines of its own, is meant by the key.
   */
  readonly value: number;
  /** Offset of the map key that leads there. */
  readonly key: number;
  /** That key; undefined where none leads there. */
  readonly keyNode: unknown;
}

/** Follows a path through aliases and merge keys. */
export function locate(document: Document, path: Path): Located {
  const start = startOf(document.contents);
  let located: Located = {
    node: document.contents,
    value: start,
    key: start,
    keyNode: undefined,
  };
  for (const segment of path) {
    const next = step(document, located, segment);
    if (next === undefined) return { ...located, node: undefined, keyNode: undefined };
    located = next;
  }
  return located;
}

function step(document: Document, from: Located, segment: string | number): Located | undefined {
  if (isSeq(from.node)) {
    const item = from.node.items[Number(segment)];
    if (item === undefined) return undefined;
    return { ...from, node: resolve(document, item), value: startOf(item) };
  }
  const pair = findPair(document, from.node, String(segment));
  if (pair === undefined) return undefined;
  const key = startOf(pair.key);
  const value = isBlock(pair.value) ? key : startOf(pair.value) || key;
  return { node: resolve(document, pair.value), value, key, keyNode: pair.key };
}

function isBlock(node: unknown): boolean {
  return isCollection(node) && node.flow !== true;
}

function findPair(document: Document, node: unknown, key: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  const own = node.items.findLast((pair) => keyOf(pair) === key);
  if (own !== undefined) return own;
  const merged = node.items.filter((pair) => keyOf(pair) === '<<');
  const sources = merged.flatMap((pair) => mergeSources(document, pair.value));
  return sources.map((source) => findPair(document, source, key)).find(Boolean);
}

function mergeSources(document: Document, value: unknown): unknown[] {
  const node = resolve(document, value);
  return isSeq(node) ? node.items.map((item) => resolve(document, item)) : [node];
}

function resolve(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

/** The path of a node, given its ancestors as yaml's `visit` tells them. */
export function pathOf(ancestors: readonly unknown[], node: unknown): Path {
  const line = [...ancestors, node];
  return line.flatMap<string | number>((item, index) => {
    const parent = line[index - 1];
    if (isPair(item)) return [keyOf(item)];
    return isSeq(parent) ? [parent.items.indexOf(item)] : [];
  });
}

/** A pair's key as it appears in data; empty for one that is no scalar. */
export function keyOf({ key }: Pair): string {
  if (!isScalar(key) || key.value === null) return '';
  return typeof key.value === 'symbol' ? '<<' : `${key.value as string | number | boolean}`;
}

/** Offset of a node in the text; 0 for one that was not parsed from it. */
export function startOf(node: unknown): number {
  const placed = isScalar(node) || isCollection(node) || isAlias(node);
  return (placed ? node.range?.[0] : undefined) ?? 0;
}

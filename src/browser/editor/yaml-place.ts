import { yamlLanguage } from '@codemirror/lang-yaml';
import { keyOf, yamlPathOf } from './yaml-tree.ts';
import type { YamlNode, YamlPath } from './yaml-tree.ts';

/** Where in a YAML text somebody is writing. */
export interface YamlPlace {
  readonly kind: 'key' | 'value';
  /** Of the mapping for a key, of the value itself for a value. */
  readonly path: YamlPath;
  /** The keys that the mapping has beside this one. */
  readonly otherKeys: readonly string[];
  /** The word that is there already and would be replaced. */
  readonly from: number;
  readonly to: number;
  /** Whether a colon follows. */
  readonly hasColon: boolean;
}

/** In front of a key: the beginning of the line, of an item, or of a mapping in braces. */
const beforeKey = /(?:^[ ]*(?:- +)*|[{,] *)$/;
const beforeValue = /(?:^|[ {,-])[\w-]+: +$/;
const word = /^[\w-]*/;

/** What may be written at an offset; null where it is neither key nor simple value, as in a text in quotes. */
export function yamlPlaceAt(text: string, offset: number): YamlPlace | null {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const [typed = ''] = /[\w-]*$/.exec(text.slice(lineStart, offset)) ?? [];
  const from = offset - typed.length;
  const to = offset + (word.exec(text.slice(offset))?.[0].length ?? 0);
  const before = text.slice(lineStart, from);
  const hasColon = /^ *:/.test(text.slice(to));
  if (before.includes('#') || isInQuotes(before)) return null;
  if (beforeKey.test(before)) {
    // A key and a value, so that whatever is written there the tree has a place for it.
    const pair = pairAt(text, from, hasColon ? text.slice(from) : `x: 0${text.slice(to)}`);
    if (pair === null) return null;
    const { node, source } = pair;
    const path = yamlPathOf(node, source).slice(0, -1);
    return { kind: 'key', path, otherKeys: otherKeys(node, source), from, to, hasColon };
  }
  if (hasColon || !beforeValue.test(before)) return null;
  const key = from - (/[\w-]+: +$/.exec(before)?.[0].length ?? 0);
  const pair = pairAt(text, key, `${text.slice(key, from)}0${text.slice(to)}`);
  if (pair === null) return null;
  const path = yamlPathOf(pair.node, pair.source);
  return { kind: 'value', path, otherKeys: [], from, to, hasColon: false };
}

/** An odd number of quotes: the last one is open. */
function isInQuotes(before: string): boolean {
  return [`'`, `"`].some((quote) => before.split(quote).length % 2 === 0);
}

/** The pair whose key begins at an offset, once `rest` stands there. */
function pairAt(
  text: string,
  offset: number,
  rest: string,
): { readonly node: YamlNode; readonly source: string } | null {
  const source = text.slice(0, offset) + rest;
  let node: YamlNode | null = yamlLanguage.parser.parse(source).resolveInner(offset, 1);
  while (node !== null && node.name !== 'Pair') node = node.parent;
  return node?.from === offset ? { node, source } : null;
}

function otherKeys(pair: YamlNode, source: string): string[] {
  const pairs = pair.parent?.getChildren('Pair') ?? [];
  return pairs.filter(({ from }) => from !== pair.from).map((other) => keyOf(other, source));
}

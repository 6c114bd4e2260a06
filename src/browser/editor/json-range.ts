import type { jsonLanguage } from '@codemirror/lang-json';

type Tree = ReturnType<typeof jsonLanguage.parser.parse>;
type Node = Tree['topNode'];

/** A stretch of a text, by offsets. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * What to mark for an RFC 6901 pointer: its value, or the key that leads to it. Where there is none, its nearest parent. For
 * all of an object or list stands its key; in a list, where it has none, the first key in it; else its bracket.
 */
export function rangeOf(tree: Tree, text: string, pointer: string, what: 'key' | 'value'): Range {
  let value = tree.topNode.firstChild;
  let key: Node | null = null;
  let isWhole = true;
  for (const name of namesIn(pointer)) {
    const child: Child | null = value && childOf(value, name, text);
    if (child === null) {
      isWhole = false;
      break;
    }
    ({ key, value } = child);
  }
  if (value === null) return key ?? { from: 0, to: 0 };
  const isNested = value.name === 'Object' || value.name === 'Array';
  if (key !== null && (what === 'key' || isNested || !isWhole)) return key;
  const firstKey = value.getChild('Property')?.getChild('PropertyName');
  return isNested ? (firstKey ?? { from: value.from, to: value.from + 1 }) : value;
}

function namesIn(pointer: string): string[] {
  const [, ...names] = pointer.split('/');
  return names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

interface Child {
  readonly key: Node | null;
  readonly value: Node | null;
}

/** Of a key that is there twice the last one counts, as for `JSON.parse`. */
function childOf(parent: Node, name: string, text: string): Child | null {
  if (parent.name === 'Array') {
    const value = itemsOf(parent)[Number(name)];
    return value === undefined ? null : { key: null, value };
  }
  const property = parent.getChildren('Property').findLast((node) => keyOf(node, text) === name);
  if (property === undefined) return null;
  const key = property.getChild('PropertyName');
  const value = itemsOf(property).find(({ name }) => name !== 'PropertyName');
  return { key, value: value ?? null };
}

/** Without punctuation and what is no JSON. */
function itemsOf(parent: Node): Node[] {
  const items: Node[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling)
    if (/^[A-Z]/.test(node.name)) items.push(node);
  return items;
}

function keyOf(property: Node, text: string): string | undefined {
  const name = property.getChild('PropertyName');
  return name === null ? undefined : parsed(text.slice(name.from, name.to));
}

function parsed(literal: string): string | undefined {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
}

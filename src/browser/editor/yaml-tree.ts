import type { yamlLanguage } from '@codemirror/lang-yaml';
import type { Range } from './json-range.ts';

type Tree = ReturnType<typeof yamlLanguage.parser.parse>;
export type YamlNode = Tree['topNode'];
export type YamlPath = readonly (string | number)[];

/** Where the scalar at a path stands; else what of the path there is: its nearest key. null where nothing of it is. */
export function yamlRangeOf(tree: Tree, text: string, path: YamlPath): Range | null {
  let node = rootOf(tree);
  let key: YamlNode | null = null;
  for (const step of path) {
    const child: Child | undefined = node === null ? undefined : childOf(node, step, text);
    if (child === undefined) return key;
    ({ value: node } = child);
    key = child.key ?? key;
  }
  return node !== null && isScalar(node) ? node : key;
}

/** The path of a node: its keys and places in lists. */
export function yamlPathOf(node: YamlNode, text: string): YamlPath {
  const path: (string | number)[] = [];
  for (let at: YamlNode | null = node; at !== null; at = at.parent) {
    if (at.name === 'Pair') path.unshift(keyOf(at, text));
    if (at.name === 'Item') path.unshift(indexOf(at));
  }
  return path;
}

function indexOf(item: YamlNode): number {
  let index = 0;
  for (let node = item.prevSibling; node !== null; node = node.prevSibling)
    if (node.name === 'Item') index += 1;
  return index;
}

export function keyOf(pair: YamlNode, text: string): string {
  const key = pair.getChild('Key');
  return key === null ? '' : unquoted(text.slice(key.from, key.to));
}

function rootOf(tree: Tree): YamlNode | null {
  const document = tree.topNode.getChild('Document');
  return document === null ? null : contentOf(document);
}

interface Child {
  readonly key: YamlNode | null;
  readonly value: YamlNode | null;
}

function childOf(parent: YamlNode, step: string | number, text: string): Child | undefined {
  if (typeof step === 'number') {
    const item = parent.getChildren('Item')[step];
    return item && { key: null, value: contentOf(item) };
  }
  const pair = parent.getChildren('Pair').find((candidate) => keyOf(candidate, text) === step);
  return pair && { key: pair.getChild('Key'), value: contentOf(pair) };
}

/** Below anchors and tags. */
function contentOf(node: YamlNode): YamlNode | null {
  const contents = ['BlockMapping', 'BlockSequence', 'FlowMapping', 'FlowSequence'];
  const scalars = ['Literal', 'QuotedLiteral', 'BlockLiteral'];
  for (const name of [...contents, ...scalars]) {
    const found = node.getChild(name);
    if (found !== null) return found;
  }
  const wrapped = node.getChild('Anchored') ?? node.getChild('Tagged');
  return wrapped === null ? null : contentOf(wrapped);
}

function isScalar({ name }: YamlNode): boolean {
  return name.endsWith('Literal');
}

function unquoted(key: string): string {
  return /^(?:".*"|'.*')$/s.test(key) ? key.slice(1, -1) : key;
}

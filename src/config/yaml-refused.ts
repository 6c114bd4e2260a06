import { isMap, isScalar, visit } from 'yaml';
import type { Document, Pair, YAMLError } from 'yaml';
import type { Lines } from './lines.ts';
import { tagMessage } from './yaml-errors.ts';
import type { YamlProblem } from './yaml-errors.ts';
import { keyOf, pathOf, startOf } from './yaml-path.ts';

/** Keys that the parser found twice in a mapping, with their paths. */
export function duplicateKeys(
  document: Document,
  errors: readonly YAMLError[],
  lines: Lines,
): YamlProblem[] {
  const offsets = new Set(errors.map((error) => error.pos[0]));
  const problems: YamlProblem[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      const offset = startOf(pair.key);
      if (!offsets.has(offset)) return;
      const { line } = lines.placeOf(startOf(firstOf(pair, ancestors.at(-1))?.key));
      const message = `the same key as in line ${line}; remove or rename one of the two`;
      problems.push({ path: pathOf(ancestors, pair), message, offset });
    },
  });
  return problems;
}

function firstOf(pair: Pair, map: unknown): Pair | undefined {
  return isMap(map) ? map.items.find((other) => keyOf(other) === keyOf(pair)) : undefined;
}

/** Aliases without an anchor above them. */
export function unknownAliases(document: Document): YamlProblem[] {
  const anchors = new Set<string>();
  const message = 'unknown alias; its anchor has to stand above it';
  const problems: YamlProblem[] = [];
  visit(document, {
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias, ancestors) {
      if (anchors.has(alias.source) || alias.source === '') return;
      problems.push({ path: pathOf(ancestors, alias), message, offset: startOf(alias) });
    },
  });
  return problems;
}

/** What parses but is refused; pairs with a refused key are removed. */
export function refuseNodes(document: Document, text: string): YamlProblem[] {
  const problems: YamlProblem[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      const map = ancestors.at(-1);
      if (isMap(pair.key)) {
        problems.push({
          path: pathOf(ancestors.slice(0, -1), map),
          message: bareText,
          offset: startOf(map),
        });
        return visit.REMOVE;
      }
      const message = refuseKey(pair);
      if (message === undefined) return undefined;
      problems.push({ path: pathOf(ancestors, pair), message, offset: startOf(pair.key) });
      return visit.REMOVE;
    },
    Value(_, node, ancestors) {
      const path = pathOf(ancestors, node);
      if (node.tag !== undefined && !isCoreTag(node.tag))
        problems.push({ path, message: tagMessage, offset: startOf(node) });
      if (node.comment?.startsWith('{') === true)
        problems.push({ path, message: bareComment, offset: text.indexOf('#{', node.range?.[1]) });
    },
  });
  return problems;
}

const bareText = 'a text that begins with {{ is put in quotes';
const bareComment =
  'from here on it is a comment; a text with a space and # in it is put in quotes';

function refuseKey(pair: Pair): string | undefined {
  // An alias would carry a filled-in placeholder into a key, and from there into messages.
  if (!isScalar(pair.key) || pair.key.anchor !== undefined) {
    return 'expected a name here, without anchor, alias or brackets';
  }
  // zod drops this key of a record without a word.
  return keyOf(pair) === '__proto__'
    ? '__proto__ cannot be used as a name; choose another'
    : undefined;
}

function isCoreTag(tag: string): boolean {
  return /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/.test(tag);
}

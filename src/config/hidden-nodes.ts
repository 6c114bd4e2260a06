import { visit } from 'yaml';
import type { Document, Scalar } from 'yaml';
import { hideSecret, hideTelltale, inOrder } from './hide.ts';
import type { Hidden } from './hide.ts';
import { isSecretPath } from './secret-names.ts';
import { pathOf } from './yaml-path.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/** What of a file must not be shown: secrets by the names of their fields or by their look, and comments. */
export function hiddenInDocument(document: Document, text: string): Hidden[] {
  const { scalars, secret } = findScalars(document);
  const ranges = scalars.map((scalar) => rangeOf(scalar, text));
  return inOrder([
    ...[...secret].flatMap((scalar) => hideSecret(text, rangeOf(scalar, text))),
    ...hideTelltale(text),
    ...gapsBetween(ranges, text).flatMap((gap) => comments(text, gap)),
  ]);
}

/** All scalars of the text, in its order, and those among them that are secret, be it where an alias repeats them. */
function findScalars(document: Document): { scalars: Scalar[]; secret: Set<Scalar> } {
  const scalars: Scalar[] = [];
  const secret = new Set<Scalar>();
  visit(document, {
    Scalar(key, node, ancestors) {
      scalars.push(node);
      if (key !== 'key' && isSecretPath(pathOf(ancestors, node))) secret.add(node);
    },
    Alias(_, alias, ancestors) {
      if (!isSecretPath(pathOf(ancestors, alias))) return;
      visit(alias.resolve(document) ?? null, {
        Scalar: (place, node) => void (place === 'key' || secret.add(node)),
      });
    },
  });
  return { scalars, secret };
}

/** Of a block, the lines below its header, which may end in a comment. */
function rangeOf(scalar: Scalar, text: string): Range {
  const [start, end] = scalar.range ?? [0, 0];
  const isBlock = scalar.type === 'BLOCK_FOLDED' || scalar.type === 'BLOCK_LITERAL';
  return { start: isBlock ? text.indexOf('\n', start) + 1 : start, end };
}

function gapsBetween(ranges: readonly Range[], text: string): Range[] {
  const solid = ranges.filter(({ start, end }) => end > start);
  const starts = [0, ...solid.map(({ end }) => end)];
  const ends = [...solid.map(({ start }) => start), text.length];
  return starts.map((start, index) => ({ start, end: ends[index] ?? text.length }));
}

function comments(text: string, { start, end }: Range): Hidden[] {
  return [...text.slice(start, end).matchAll(/(?<=^|\s)#[^\r\n]*/gm)].map(({ 0: match, index }) => {
    return { start: start + index, end: start + index + match.length, shown: '' };
  });
}

import type { Document } from 'yaml';
import { lazily } from '../lazily.ts';
import type { Hidden } from './hide.ts';
import { hiddenInDocument } from './hidden-nodes.ts';
import { hiddenInLines } from './hidden-lines.ts';

/** A line of a file as it may be shown: what may be a secret is replaced. */
export interface ExcerptLine {
  readonly text: string;
  /** Where a column of the line, from 1, stands in `text`, from 0. */
  readonly positionOf: (column: number) => number;
}

/** A line by its number, from 1; undefined where there is none. */
export type Excerpt = (line: number) => ExcerptLine | undefined;

interface Piece extends Hidden {
  readonly position: number;
}

/**
 * Shows lines of a file without the secrets that are written in it and without comments. Placeholders are shown.
 * `document` is undefined for a file that is no usable YAML: of it, only what looks harmless is shown.
 */
export function createExcerpt(text: string, document: Document | undefined): Excerpt {
  const hidden = lazily(() => (document ? hiddenInDocument(document, text) : hiddenInLines(text)));
  return (number) => {
    const start = startOfLine(text, number);
    if (start === undefined) return undefined;
    const [line = ''] = text.slice(start).split(/\r?\n/, 1);
    return replaceHidden(line, start, hidden());
  };
}

function startOfLine(text: string, number: number): number | undefined {
  let start = 0;
  for (let line = 1; line < number; line += 1) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  return start;
}

function replaceHidden(line: string, start: number, hidden: readonly Hidden[]): ExcerptLine {
  const pieces = piecesOf(line, start, hidden);
  return {
    text: pieces
      .map(({ shown }) => shown)
      .join('')
      .trimEnd(),
    positionOf(column) {
      const offset = start + column - 1;
      const piece = pieces.findLast((candidate) => candidate.start <= offset);
      if (piece === undefined) return 0;
      const isVerbatim = piece.shown.length === piece.end - piece.start;
      return piece.position + (isVerbatim ? offset - piece.start : 0);
    },
  };
}

/** The line from its start to its end, in pieces that are shown as they are or hidden. */
function piecesOf(line: string, start: number, hidden: readonly Hidden[]): Piece[] {
  const end = start + line.length;
  const pieces: Piece[] = [];
  let [offset, position] = [start, 0];
  const add = (until: number, shown: string): void => {
    pieces.push({ start: offset, end: until, shown, position });
    [offset, position] = [until, position + shown.length];
  };
  for (const part of hidden) {
    if (part.end <= offset || part.start >= end) continue;
    if (part.start > offset) add(part.start, line.slice(offset - start, part.start - start));
    add(Math.min(part.end, end), part.shown);
  }
  if (offset < end) add(end, line.slice(offset - start));
  return pieces;
}

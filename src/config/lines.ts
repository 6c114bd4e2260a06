/** Places in a text, as editors count them: lines and columns from 1. */
export interface Lines {
  /** Of an offset; one behind the end stands for the end. */
  readonly placeOf: (offset: number) => { readonly line: number; readonly column: number };
}

/** The parser's own counter misses line ends inside of texts, so that what stands below would be told too high. */
export function createLines(text: string): Lines {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return {
    placeOf(offset) {
      const inside = Math.min(offset, text.length);
      const line = starts.findLastIndex((start) => start <= inside);
      return { line: line + 1, column: inside - (starts[line] ?? 0) + 1 };
    },
  };
}

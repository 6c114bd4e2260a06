/** A part of the text, and what is shown in its place. */
export interface Hidden {
  readonly start: number;
  readonly end: number;
  readonly shown: string;
}

/** Stands for a secret, whatever its length. */
const mask = '***';

/** What of a secret may be shown: quotes, space and the scheme of a header around it, and placeholders without their defaults. */
const harmless =
  /^["'](?:(?:Bearer|Basic) )?|^(?:Bearer|Basic) |["']$|^\s+|\s+$|\$\{[^}:]*(?:\}|:-)|\$\{file:[^}]*\}|(?<=\$\{[^}:]*:-[^}]*)\}/g;

/** Hides a part of the text that is secret, but for what is harmless in it. */
export function hideSecret(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): Hidden[] {
  const source = text.slice(start, end);
  const shown = [...source.matchAll(harmless)].map(({ 0: match, index }) => [
    index,
    index + match.length,
  ]);
  const bounds = [0, ...shown.flat(), source.length];
  return Array.from({ length: bounds.length / 2 }, (_, pair) => {
    const [from = 0, to = 0] = bounds.slice(2 * pair, 2 * pair + 2);
    return { start: start + from, end: start + to, shown: mask };
  }).filter((hidden) => hidden.end > hidden.start);
}

/** What is a secret by its look, wherever it stands. */
const telltale =
  /(?<=:\/\/)[^\s/@${}]+(?=@)|(?<=\b(?:Bearer|Basic) )[^\s"'$]+|(?<=[?&][^=&\s]*(?:key|token|secret|sig|pass)[^=&\s]*=)[^\s&"'${}]+/gi;

export function hideTelltale(text: string): Hidden[] {
  return [...text.matchAll(telltale)].map(({ 0: match, index }) => {
    return { start: index, end: index + match.length, shown: mask };
  });
}

export function inOrder(hidden: readonly Hidden[]): Hidden[] {
  return hidden.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

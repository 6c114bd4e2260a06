/** Where in a mapping something stands: keys and list indexes from its root. */
export type Path = readonly (string | number)[];

/** A mistake in a mapping, for the person who writes it. */
export interface MappingProblem {
  readonly path: Path;
  /** Whether the key itself is meant, or what it holds. */
  readonly at: 'key' | 'value';
  /** What was expected, and what to do. */
  readonly message: string;
  /** Index into the text of that key or scalar, in UTF-16 units; absent where the whole value is meant. */
  readonly offset?: number;
}

/** A mistake in one text. */
export interface TextProblem {
  readonly ok: false;
  readonly message: string;
  /** Index into the text, in UTF-16 units. */
  readonly offset: number;
}

/** The mistake in the scalar at `path`, whose text begins `shift` units before the text that was judged. */
export function problemAt(path: Path, { message, offset }: TextProblem, shift = 0): MappingProblem {
  return { path, at: 'value', message, offset: offset + shift };
}

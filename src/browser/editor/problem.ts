import type { Range } from './json-range.ts';

/** Something wrong in the text of an editor, at its place. */
export interface EditorProblem extends Range {
  readonly severity: 'error' | 'warning';
  /** A sentence. */
  readonly message: string;
  /** What to write instead, in sentences; may be empty. */
  readonly fix: string;
  /** The same as text for the place; null where it is for the writer to decide. */
  readonly replacement: string | null;
}

/** The gateway's words are clauses. */
export function toSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.?!]$/.test(words) ? '' : '.'}`;
}

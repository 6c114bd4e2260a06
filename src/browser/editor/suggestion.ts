/** Something that may be written where somebody is writing. */
export interface Suggestion {
  readonly label: string;
  /** Beside it, in a few words. */
  readonly detail: string;
  /** What it is, in a sentence; may be empty. */
  readonly info: string;
  /** What it becomes in the text. */
  readonly insert: string;
  /** Whether it can't be left out. */
  readonly isNeeded: boolean;
}

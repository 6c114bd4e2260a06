import { lazily } from '../../lazily.ts';

/** What a reader takes for one character, and the columns that a terminal gives it. */
export interface Grapheme {
  readonly text: string;
  readonly width: number;
}

/** On the first use: it takes several milliseconds, and a gateway draws nothing. */
const segmenter = lazily(() => new Intl.Segmenter('en', { granularity: 'grapheme' }));

/** One picture, however many code points it is made of. */
const emoji = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2})/u;
/** Drawn onto what stands before it; vowels and finals of Hangul into its syllable. */
const zeroWidth = /[\p{Mn}\p{Me}\p{Cc}\p{Cf}\u1160-\u11FF]/u;
/** Blocks of which (nearly) all characters are wide or full-width (Unicode Standard Annex 11). */
const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6B\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18CFF}\u{1AFF0}-\u{1B2FB}\u{20000}-\u{3FFFD}]/u;

/** Splits a printable text. */
export function graphemesOf(text: string): Grapheme[] {
  return [...segmenter().segment(text)].map(({ segment }) => ({
    text: segment,
    width: graphemeWidth(segment),
  }));
}

/** The columns that a printable text takes. */
export function widthOf(text: string): number {
  return graphemesOf(text).reduce((sum, { width }) => sum + width, 0);
}

function graphemeWidth(grapheme: string): number {
  if (emoji.test(grapheme)) return 2;
  return Array.from(grapheme, characterWidth).reduce((sum, width) => sum + width, 0);
}

function characterWidth(character: string): number {
  if (character <= '~') return 1;
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** What steers a terminal: C0, DEL and C1. */
const controls = /\p{Cc}/gu;
/** Seen by nobody: bidirectional overrides, zero-width spaces, separators. Joiners inside an emoji stay. */
const invisible =
  /(?<!\p{Emoji}(?:\uFE0F|\p{Emoji_Modifier})?)\u200D|\u200D(?!\p{Emoji})|(?!\u200D)[\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside as it may reach a terminal: on one line, with nothing in it that moves the cursor, changes colours or
 * turns the direction of what follows. A control character shows as U+FFFD.
 */
export function printable(text: string): string {
  return visible(text.replaceAll(/[\t\n\r]+/g, ' '));
}

/** The same, with its lines kept: they end in `\n`. */
export function printableLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => visible(line.replaceAll('\t', '  ')));
}

function visible(text: string): string {
  return text.toWellFormed().replaceAll(invisible, '').replaceAll(controls, '\uFFFD');
}

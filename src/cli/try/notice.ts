import type { Component } from '../../validate/components.ts';

/** How the gateway's own words end, or what they are. */
const words =
  /\bRef [0-9A-HJKMNP-TV-Z]{5}$|^Couldn't refresh\. Data from$| is switched off for now\.$/;

/**
 * Whether these are the gateway's words instead of a card, or above an old one. Plain's JSON does not tell, so it is told
 * from the words; those that a card's file gives are known by their reference only.
 */
export function looksLikeNotice([first]: readonly Component[]): boolean {
  if (first === undefined || !('componentPlainText' in first)) return false;
  const { plainText, plainTextSize, plainTextColor } = first.componentPlainText;
  return plainTextSize === 'S' && plainTextColor === 'MUTED' && words.test(plainText);
}

import type { Component } from './components.ts';

/** How much longer, as a share of the bytes, a card may get by being ASCII only. */
const maxGrowth = 0.2;

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

/** Bytes of one UTF-16 unit above ASCII in UTF-8; a surrogate is half a character of four. */
function utf8Bytes(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return unit < 0x800 || isSurrogate ? 2 : 3;
}

/**
 * The JSON of a card's `components`. Everything above ASCII is escaped, so that responses can be concatenated and written
 * as one-byte strings, unless that would make more than a fifth more bytes than UTF-8 (Cyrillic, Japanese): then it is plain JSON.
 */
export function serialiseComponents(components: readonly Component[] | null): string {
  const json = JSON.stringify(components);
  let bytes = json.length;
  const escaped = json.replaceAll(/[\u0080-\uffff]/g, (character) => {
    const unit = character.charCodeAt(0);
    bytes += utf8Bytes(unit) - 1;
    return escapeUnit(unit);
  });
  return escaped.length > bytes * (1 + maxGrowth) ? json : escaped;
}

const encoder = new TextEncoder();

/** Of the text in UTF-8; in browsers as well. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

import type { Component } from './components.ts';

/** How much longer, as a share of the bytes, a card may get by being ASCII only. */
const maxGrowth = 0.2;

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * The JSON of a card's `components`. Everything above ASCII is escaped, so that responses can be concatenated and written
 * as one-byte strings, unless that would make more than a fifth more bytes than UTF-8 (Cyrillic, Japanese): then it is plain JSON.
 */
export function serialiseComponents(components: readonly Component[] | null): string {
  const json = JSON.stringify(components);
  const escaped = json.replaceAll(/[\u0080-\uffff]/g, escapeUnit);
  return escaped.length > byteLength(json) * (1 + maxGrowth) ? json : escaped;
}

const encoder = new TextEncoder();

/** Of the text in UTF-8; in browsers as well. */
export function byteLength(text: string): number {
  return encoder.encode(text).length;
}

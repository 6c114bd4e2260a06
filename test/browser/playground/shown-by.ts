import { readDocument } from '../../../src/browser/playground/read-document.ts';
import type { Component } from '../../../src/validate/components.ts';

/** The components of a document that has one card, as they are shown; null for none. */
export function shownBy(document: unknown): readonly Component[] | null {
  const read = readDocument(JSON.stringify(document));
  if (read.kind !== 'judged') throw new Error(`${read.kind}: ${JSON.stringify(document)}`);
  return read.cards[0]?.components ?? null;
}

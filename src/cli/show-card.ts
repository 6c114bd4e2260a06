import type { Component } from '../validate/components.ts';
import { drawCard } from './draw/card.ts';
import { cellsOf } from './draw/cells.ts';
import { linksOf } from './draw/links.ts';
import type { Page } from './page.ts';

/** Plain's panel is about as wide. */
const cardColumns = 60;

/** Draws a card, and below it where its links lead, if nobody can click them. */
export function showCard(page: Page, components: readonly Component[], wallNow: number): void {
  const { look, glyphs, columns, print } = page;
  const scene = { glyphs, hasColours: look.colourDepth > 1, wallNow };
  print(drawCard(components, Math.min(cardColumns, columns), scene));
  if (look.hasLinks) return;
  for (const { label, url } of linksOf(components)) {
    // Not wrapped, so that it can be copied.
    print([[...cellsOf(`${glyphs.link} ${label}  `, { tone: 'muted' }), ...cellsOf(url)]]);
  }
}

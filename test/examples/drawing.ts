import { drawCard } from '../../src/cli/draw/card.ts';
import { glyphsFor } from '../../src/cli/draw/glyphs.ts';
import { paint } from '../../src/cli/draw/paint.ts';
import type { Component } from '../../src/validate/components.ts';

const look = { colourDepth: 1, hasUnicode: true, hasLinks: false };
const scene = {
  glyphs: glyphsFor(look),
  hasColours: false,
  wallNow: Date.UTC(2026, 0, 1),
  timeZone: 'UTC',
};

/** A card as `try` draws it, without colours: what pages show. */
export function drawingOf(components: readonly Component[]): string {
  return drawCard(components, 60, scene)
    .map((line) => `${paint(line, look)}\n`)
    .join('');
}

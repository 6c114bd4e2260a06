import type { Component, LeafComponent } from '../../validate/components.ts';
import { blockWidth, cellsOf, lineWidth, pad, spaces } from './cells.ts';
import type { Line, Style } from './cells.ts';
import type { Glyphs } from './glyphs.ts';
import { drawLeaf } from './leaf.ts';
import type { Scene } from './leaf.ts';

type RowContent = Extract<Component, { componentRow: unknown }>['componentRow'];

/** Narrower than this nothing can be drawn. */
const minColumns = 20;
const gap = 2;

/** A card's components in a frame, much as Plain draws them: each line exactly `columns` wide (20 at least). */
export function drawCard(
  components: readonly Component[],
  columns: number,
  scene: Scene,
): readonly Line[] {
  const width = Math.max(minColumns, columns);
  return frame(drawAll(components, width - 4, scene), width, scene.glyphs, 'card');
}

function drawAll(components: readonly Component[], width: number, scene: Scene): readonly Line[] {
  return components.flatMap((component) => drawComponent(component, width, scene));
}

function drawComponent(component: Component, width: number, scene: Scene): readonly Line[] {
  if ('componentRow' in component) return drawRow(component.componentRow, width, scene);
  if (!('componentContainer' in component)) return drawLeaf(component, width, scene);
  const content = drawAll(component.componentContainer.containerContent, width - 4, scene);
  return frame(content, width, scene.glyphs, 'container');
}

/** The aside stands at the right of the main content. It gets what it needs, and half the width when both need more. */
function drawRow({ rowMainContent, rowAsideContent }: RowContent, width: number, scene: Scene) {
  const wanted = blockWidth(drawAll(rowMainContent, width, scene));
  const half = Math.floor((width - gap) / 2);
  const aside = drawAside(rowAsideContent, Math.max(half, width - gap - wanted), scene);
  if (aside.length === 0) return drawAll(rowMainContent, width, scene);
  const asideWidth = blockWidth(aside);
  const main = drawAll(rowMainContent, width - gap - asideWidth, scene);
  const height = Math.max(main.length, aside.length);
  return Array.from({ length: height }, (_, index) => [
    ...pad(main[index] ?? [], width - asideWidth, 'end'),
    ...pad(aside[index] ?? [], asideWidth, 'start'),
  ]);
}

/** Side by side where one line has room for all, else one below the other. */
function drawAside(
  components: readonly LeafComponent[],
  width: number,
  scene: Scene,
): readonly Line[] {
  const blocks = components
    .map((component) => drawLeaf(component, width, scene))
    .filter((block) => block.length > 0);
  const oneLine = blocks.flatMap(([line = []], index) =>
    index === 0 ? line : [...spaces(1), ...line],
  );
  const isOneLine = blocks.every(({ length }) => length === 1) && lineWidth(oneLine) <= width;
  return isOneLine && blocks.length > 0 ? [oneLine] : blocks.flat();
}

const muted: Style = { tone: 'muted' };

function frame(
  lines: readonly Line[],
  width: number,
  { horizontal, vertical, ...corners }: Glyphs,
  kind: 'card' | 'container',
): Line[] {
  const [topLeft, topRight, bottomLeft, bottomRight] = corners[kind];
  const edge = (left: string, right: string) =>
    cellsOf(left + horizontal.repeat(width - 2) + right, muted);
  const side = cellsOf(vertical, muted);
  return [
    edge(topLeft, topRight),
    ...lines.map((line) => [...side, ...spaces(1), ...pad(line, width - 3, 'end'), ...side]),
    edge(bottomLeft, bottomRight),
  ];
}

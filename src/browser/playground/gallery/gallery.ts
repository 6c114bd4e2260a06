import { edgeItems } from './edges.ts';
import { exampleItems } from './examples.ts';
import type { GalleryGroup, GalleryItem } from './item.ts';
import { kindItems } from './kinds.ts';

/** Everything to begin with. */
export const gallery: readonly GalleryGroup[] = [
  { title: 'Cards', items: exampleItems },
  { title: 'Components', items: kindItems },
  { title: 'Edge cases', items: edgeItems },
];

/** What an empty playground begins with. */
export const [firstItem] = exampleItems as readonly [GalleryItem];

import { maxCardBytes } from '../../cli/lint/judge.ts';
import { reservedComponents } from '../../cli/lint/violations.ts';
import { maxComponents } from '../../validate/check-components.ts';
import type { Component } from '../../validate/components.ts';
import { byteLength, serialiseComponents } from '../../validate/serialise.ts';

/** How much of something there is, and may be. */
export interface Share {
  readonly used: number;
  readonly max: number;
}

/** What a card takes of what the gateway lets through; Plain's own limit is not known. */
export function sizeOf(components: readonly Component[] | null): {
  readonly bytes: Share;
  readonly components: Share;
} {
  return {
    bytes: { used: byteLength(serialiseComponents(components)), max: maxCardBytes },
    components: { used: countOf(components ?? []), max: maxComponents - reservedComponents },
  };
}

/** Rows and containers, and what they hold, alike. */
function countOf(components: readonly Component[]): number {
  return components.reduce((sum, component) => sum + 1 + countOf(contentOf(component)), 0);
}

function contentOf(component: Component): readonly Component[] {
  if ('componentContainer' in component) return component.componentContainer.containerContent;
  if (!('componentRow' in component)) return [];
  const { rowMainContent, rowAsideContent } = component.componentRow;
  return [...rowMainContent, ...rowAsideContent];
}

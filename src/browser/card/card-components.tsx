import type { Component } from '../../validate/components.ts';
import { LeafView } from './leaf-view.tsx';

type RowContent = Extract<Component, { componentRow: unknown }>['componentRow'];

/**
 * A card's components, much as Plain draws them, as wide as there is room. What stands in them comes from outside: it is
 * text, never markup.
 */
export function CardComponents({ components }: { readonly components: readonly Component[] }) {
  return <div class="card-components">{components.map(toView)}</div>;
}

/** A card is redrawn as a whole, so a place is a good enough key. */
function toView(component: Component, index: number) {
  return <ComponentView key={index} component={component} />;
}

function ComponentView({ component }: { readonly component: Component }) {
  if ('componentRow' in component) return <RowView {...component.componentRow} />;
  if ('componentContainer' in component)
    return (
      <div class="card-container">{component.componentContainer.containerContent.map(toView)}</div>
    );
  return <LeafView component={component} />;
}

function RowView({ rowMainContent, rowAsideContent }: RowContent) {
  return (
    <div class="card-row">
      <div class="card-row-main">{rowMainContent.map(toView)}</div>
      {rowAsideContent.length > 0 && (
        <div class="card-row-aside">{rowAsideContent.map(toView)}</div>
      )}
    </div>
  );
}

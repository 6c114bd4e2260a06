import type { Component } from './components.ts';

function withoutButtons<C extends Component>(components: readonly C[]): C[] {
  return components.flatMap((component) => {
    const kept = withoutButton(component);
    return kept === undefined ? [] : [kept as C];
  });
}

function withoutButton(component: Component): Component | undefined {
  if ('componentWorkflowButton' in component) return undefined;
  if ('componentRow' in component) {
    const { rowMainContent, rowAsideContent } = component.componentRow;
    const main = withoutButtons(rowMainContent);
    if (main.length === 0) return undefined;
    return {
      componentRow: { rowMainContent: main, rowAsideContent: withoutButtons(rowAsideContent) },
    };
  }
  if ('componentContainer' in component) {
    const containerContent = withoutButtons(component.componentContainer.containerContent);
    return containerContent.length === 0 ? undefined : { componentContainer: { containerContent } };
  }
  return component;
}

/**
 * The components without workflow buttons at any depth: nobody should act on old facts. A container that is left empty,
 * and a row whose main content is, go as well. The given components are left as they are.
 */
export function withoutWorkflowButtons(components: readonly Component[]): Component[] {
  return withoutButtons(components);
}

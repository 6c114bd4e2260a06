import type { Component } from '../../validate/components.ts';
import { isWebUrl } from '../../validate/formats.ts';
import { parseMarkdown } from '../../validate/markdown.ts';
import { printable } from './printable.ts';

/** A link of a card, printable. */
export interface Link {
  readonly label: string;
  readonly url: string;
}

/** Where the links of a card lead, in its order: for terminals on which nobody can click. */
export function linksOf(components: readonly Component[]): Link[] {
  return components.flatMap(linksOfOne);
}

function linksOfOne(component: Component): Link[] {
  if ('componentContainer' in component)
    return linksOf(component.componentContainer.containerContent);
  if ('componentRow' in component) {
    const { rowMainContent, rowAsideContent } = component.componentRow;
    return linksOf([...rowMainContent, ...rowAsideContent]);
  }
  if ('componentLinkButton' in component) {
    const { linkButtonLabel, linkButtonUrl } = component.componentLinkButton;
    return [toLink(linkButtonLabel, linkButtonUrl)];
  }
  return 'componentText' in component ? linksInText(component.componentText.text) : [];
}

function linksInText(text: string): Link[] {
  return parseMarkdown(text).flatMap((span) =>
    span.url !== undefined && isWebUrl(span.url) ? [toLink(span.text, span.url)] : [],
  );
}

function toLink(label: string, url: string): Link {
  return { label: printable(label), url: new URL(url).href };
}

import type { ViewName } from '../app/route.ts';

/** What the views are called: in the navigation, as headings, as titles of the document. */
export const titles: Readonly<Record<ViewName, string>> = {
  cards: 'Cards',
  playground: 'Playground',
  mapping: 'Mapping',
  upstreams: 'Upstreams',
  cache: 'Cache',
};

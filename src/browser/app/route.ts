/** The views, in the order of the navigation. */
export const viewNames = ['cards', 'playground', 'mapping', 'upstreams', 'cache'] as const;

export type ViewName = (typeof viewNames)[number];

/** What a fragment says: `#/playground?draft=…`. An unknown one is the first view. */
export function viewOf(fragment: string): ViewName {
  const name = /^#\/([a-z]+)/.exec(fragment)?.[1];
  return viewNames.find((view) => view === name) ?? 'cards';
}

/** The token of `#token=…`, as the line that starts the gateway prints it. */
export function tokenOf(fragment: string): string | null {
  const token = new URLSearchParams(fragment.slice(1)).get('token');
  return token === '' ? null : token;
}

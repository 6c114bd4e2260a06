import type { Gateway } from '../gateway.ts';
import { readVersion } from '../version.ts';
import type { DemoCustomer, Scene } from './api.ts';

/** What a page offers to choose from. */
export function viewScene(
  { settings, upstreams }: Pick<Gateway, 'settings' | 'upstreams'>,
  demoCustomers: readonly DemoCustomer[],
  allowsLookups: boolean,
): Scene {
  return {
    version: readVersion(),
    workspaces: Object.keys(settings.workspaces ?? {}),
    deadlineMs: settings.deadlineMs,
    cards: upstreams.flatMap(({ definition }) =>
      Object.entries(definition.cards).map(([key, { retired }]) => ({
        key,
        upstream: definition.name,
        title: definition.title ?? definition.name,
        team: definition.team ?? null,
        adapter: definition.adapter,
        isRetired: retired,
      })),
    ),
    demoCustomers,
    allowsLookups,
  };
}

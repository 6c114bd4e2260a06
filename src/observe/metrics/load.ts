import type { GatewayEvents, LoadChanged } from '../events.ts';

/** What is under way now. */
export interface Load {
  readonly events: Pick<GatewayEvents, 'loadChanged' | 'draining'>;
  readonly now: Readonly<Record<LoadChanged['what'], number>>;
  readonly isDraining: boolean;
}

export function createLoad(): Load {
  const now = { requests: 0, coalesced_waiters: 0 };
  let isDraining = false;
  return {
    events: {
      loadChanged: ({ what, by }) => void (now[what] += by),
      draining: () => void (isDraining = true),
    },
    now,
    get isDraining() {
      return isDraining;
    },
  };
}

import type { Clock } from '../clock.ts';
import type { GatewayEvents } from './events.ts';

/** How the configuration was last asked to change. */
export interface LastReload {
  /** ISO 8601. */
  readonly at: string;
  /** False when the old configuration stays, because the new one is wrong. */
  readonly isSuccessful: boolean;
}

export interface ReloadMemory {
  readonly events: Pick<GatewayEvents, 'reloaded'>;
  /** Null before the first reload. */
  readonly last: LastReload | null;
}

export function createReloadMemory(clock: Pick<Clock, 'wallNow'>): ReloadMemory {
  let last: LastReload | null = null;
  return {
    events: {
      reloaded({ isSuccessful }) {
        last = { at: new Date(clock.wallNow()).toISOString(), isSuccessful };
      },
    },
    get last() {
      return last;
    },
  };
}

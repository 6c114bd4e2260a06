import type { Clock } from '../clock.ts';
import type { GatewayEvents, ReloadProblem } from './events.ts';

/** How the configuration was last asked to change. */
export interface LastReload {
  /** ISO 8601. */
  readonly at: string;
  /** False when the old configuration stays, because the new one is wrong. */
  readonly isSuccessful: boolean;
  /** What is wrong with the new one; the first 20. */
  readonly problems: readonly ReloadProblem[];
}

const maxProblems = 20;

export interface ReloadMemory {
  readonly events: Pick<GatewayEvents, 'reloaded'>;
  /** Null before the first reload. */
  readonly last: LastReload | null;
}

export function createReloadMemory(clock: Pick<Clock, 'wallNow'>): ReloadMemory {
  let last: LastReload | null = null;
  return {
    events: {
      reloaded({ isSuccessful, problems = [] }) {
        const at = new Date(clock.wallNow()).toISOString();
        last = { at, isSuccessful, problems: problems.slice(0, maxProblems) };
      },
    },
    get last() {
      return last;
    },
  };
}

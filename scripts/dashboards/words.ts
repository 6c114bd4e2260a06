import type { Steps, Words } from './grafana/fields.ts';

/** Green is good, blue was there already, yellow is old, red is a notice. */
export const outcomeColors = {
  fresh: 'green',
  cached: 'blue',
  coalesced: 'light-blue',
  stale_refreshing: 'light-yellow',
  stale_error: 'orange',
  empty: 'super-light-green',
  unavailable: 'red',
  unknown: 'purple',
  retired: 'light-purple',
} as const;

export const breakerWords: Words = {
  0: ['closed', 'green'],
  1: ['half-open', 'yellow'],
  2: ['open', 'red'],
};

/** As the alerts have it: tickets at 1 and 3, pages at 6 and 14.4. */
const burnLevels = [
  [1, 'yellow'],
  [6, 'orange'],
  [14.4, 'red'],
] as const;
export const burnSteps: Steps = ['green', ...burnLevels];
export const burnLines: Steps = ['transparent', ...burnLevels];
export const budgetSteps: Steps = ['red', [0, 'orange'], [0.25, 'yellow'], [0.5, 'green']];
/** Of the calls to a service, of which 1 % may fail. */
export const failedSteps: Steps = ['green', [0.01, 'yellow'], [0.144, 'red']];
export const pageSteps: Steps = ['green', [1, 'red']];
export const ticketSteps: Steps = ['green', [1, 'orange']];
/** Of what is bounded. */
export const fullSteps: Steps = ['green', [0.8, 'yellow'], [1, 'red']];
/** Seconds that a certificate is still good for, as the alerts have it. */
export const expirySteps: Steps = ['red', [2 * 86_400, 'orange'], [14 * 86_400, 'green']];

export const perMinuteUnit = 'suffix:/min';
export const burnUnit = 'suffix:×';

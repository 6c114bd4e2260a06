import { cacheResults } from '../events.ts';
import type { Answered, CardReport, GatewayEvents } from '../events.ts';
import type { Families } from './families.ts';

/** Counts what happens. */
export function createCountingEvents({ count, observe }: Families): Partial<GatewayEvents> {
  function countCard({
    key,
    upstream,
    outcome,
    failure,
    claim,
    isReload,
    ageMs,
  }: CardReport): void {
    const card = upstream === null ? '' : key;
    count('cards', { card, outcome, reason: failure?.reason ?? '' });
    if (isReload) count('reloads', {});
    if (claim !== null) count('cacheReads', { result: cacheResults[claim] });
    if (ageMs !== null) observe('cacheAge', { outcome }, ageMs / 1000);
  }

  return {
    answered({ durationMs, waitedMs, cards }: Answered) {
      count('requests', { outcome: 'answered', cause: '' });
      observe('requestSeconds', {}, durationMs / 1000);
      observe('overheadSeconds', {}, (durationMs - waitedMs) / 1000);
      cards.forEach(countCard);
    },
    refused: ({ outcome, cause }) => count('requests', { outcome, cause }),
    authenticated({ secretIds, failure }) {
      if (failure !== null) count('secretChecks', { credential: '', result: failure });
      for (const credential of secretIds) count('secretChecks', { credential, result: 'ok' });
    },
    called({ upstream, durationMs, failure }) {
      count('calls', { upstream, result: failure?.reason ?? 'ok' });
      observe('callSeconds', { upstream }, durationMs / 1000);
    },
    attempted: ({ upstream, failure }) =>
      count('attempts', { upstream, result: failure?.reason ?? 'ok' }),
    phaseEnded: ({ upstream, phase, durationMs }) =>
      observe('phaseSeconds', { upstream, phase }, durationMs / 1000),
    retried: ({ upstream, failure }) => count('retries', { upstream, reason: failure.reason }),
    breakerChanged: ({ upstream, to, cause }) => count('transitions', { upstream, to, cause }),
    cardFailed: ({ upstream, failure }) =>
      count('cardFailures', { upstream, reason: failure.reason }),
    reloaded: ({ isSuccessful }) =>
      count('configReloads', { result: isSuccessful ? 'ok' : 'refused' }),
    evicted: ({ reason, cards }) => count('evictions', { reason }, cards),
    defect: () => count('defects', {}),
  };
}

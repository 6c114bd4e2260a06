import type { CardReport, GatewayEvents } from './events.ts';

/** The part of a pino-like logger that the gateway uses. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Writes events to a log. Only what is listed here is written: card keys, upstreams, outcomes, rules, times.
 * Never a body, an e-mail, an id of a customer, or a secret.
 */
export function createLogEvents(log: Log): Partial<GatewayEvents> {
  return {
    answered({ ref, durationMs, cards }) {
      log.info(
        { ref, durationMs: Math.round(durationMs), cards: cards.map(describe) },
        'cards answered',
      );
    },
    refused: ({ outcome, cause }) => log.warn({ outcome, cause }, 'request refused'),
    called({ upstream, cards, durationMs, failure }) {
      if (failure === null) return;
      log.warn({ upstream, cards, durationMs: Math.round(durationMs), ...failure }, 'call failed');
    },
    cardFailed({ upstream, card, failure }) {
      const fields = { upstream, card, ...failure };
      if (failure.reason === 'wrong_customer') log.error({ security: true, ...fields }, betrayed);
      else log.warn(fields, 'card failed');
    },
    breakerChanged: ({ upstream, from, to, cause }) =>
      log.warn({ upstream, from, to, cause }, 'circuit breaker changed'),
    disabled: ({ kind, name, forSeconds, reason }) =>
      log.warn({ [kind]: name, forSeconds, reason }, 'switched off'),
    enabled: ({ kind, name, cause }) => log.warn({ [kind]: name, cause }, 'switched on'),
    defect: ({ where, error }) => log.error({ where, ...describeError(error) }, 'unexpected error'),
  };
}

const betrayed = "a service answered with somebody else's data; the card was not shown";

/** An unknown key is whatever somebody asked for, so it is shortened to what a key may be. */
function describe({ key, upstream, outcome, failure }: CardReport): object {
  const card = upstream === null ? key.replaceAll(/[^\w-]/g, '?').slice(0, 100) : key;
  return failure === null ? { card, outcome } : { card, outcome, ...failure };
}

/** The message is left out, also of the stack: it may quote what the failing code was working on. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const lines = error.stack?.replace(error.message, () => '').split('\n') ?? [];
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return { type: error.name, stack: frames.slice(0, 10).map((frame) => frame.trim()) };
}

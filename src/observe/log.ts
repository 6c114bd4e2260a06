import type { Answered, CardReport, GatewayEvents } from './events.ts';

/** The part of a pino-like logger that the gateway uses. */
export interface Log {
  /** Without it, what goes well upstream is not logged. */
  debug?(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Writes events to a log: one line for each request, and one for whatever else an operator has to know. Only what is
 * listed here is written: card keys, upstreams, outcomes, rules, times. Never a body, an e-mail, an id of a customer, or a
 * secret.
 */
export function createLogEvents(log: Log): Partial<GatewayEvents> {
  return {
    answered(event) {
      const fields = describeAnswer(event);
      if (event.cards.some(showsRef)) log.warn(fields, 'cards answered');
      else log.info(fields, 'cards answered');
    },
    refused: ({ requestId, traceId, outcome, cause }) =>
      log.warn({ requestId, ...inTrace(traceId), outcome, cause }, 'request refused'),
    called({ upstream, cards, durationMs, failure }) {
      const fields = { upstream, cards, durationMs: Math.round(durationMs) };
      if (failure === null) log.debug?.(fields, 'call ended');
      else log.warn({ ...fields, ...failure }, 'call failed');
    },
    retried: ({ upstream, failure }) => log.debug?.({ upstream, ...failure }, 'attempt repeated'),
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
    evicted({ reason, cards }) {
      if (reason === 'purge') log.info({ cards }, 'cards purged');
    },
    lookedUp: ({ requestId, session, address, user, cards }) =>
      log.info(
        { requestId, session, address, user, cards: cards.map(shorten) },
        'customer looked up',
      ),
    defect: ({ where, error }) => log.error({ where, ...describeError(error) }, 'unexpected error'),
  };
}

const betrayed = "a service answered with somebody else's data; the card was not shown";

/** What an agent may quote is there whatever the level: a warning. */
function showsRef({ outcome }: CardReport): boolean {
  return outcome === 'unavailable' || outcome === 'unknown';
}

function describeAnswer(event: Answered): object {
  const { requestId, traceId } = event;
  return {
    requestId,
    ...inTrace(traceId),
    ref: event.ref,
    credential: event.credentialId,
    workspace: event.workspaceId,
    durationMs: Math.round(event.durationMs),
    cards: event.cards.map(describe),
  };
}

/** In the name that tracing systems look for. */
function inTrace(traceId: string | undefined): object {
  return traceId === undefined ? {} : { trace_id: traceId };
}

/** An unknown key is whatever somebody asked for. */
function describe({ key, upstream, outcome, waitedMs, failure }: CardReport): object {
  const card = upstream === null ? shorten(key) : key;
  const waited = waitedMs === 0 ? {} : { waitedMs: Math.round(waitedMs) };
  return { card, outcome, ...waited, ...failure };
}

/** To what a key may be. */
function shorten(key: string): string {
  return key.replaceAll(/[^\w-]/g, '?').slice(0, 100);
}

/** The message is left out, also of the stack: it may quote what the failing code was working on. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const lines = error.stack?.replace(error.message, () => '').split('\n') ?? [];
  const frames = lines.filter((line) => /^\s+at /.test(line));
  return { type: error.name, stack: frames.slice(0, 10).map((frame) => frame.trim()) };
}

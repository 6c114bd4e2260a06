import type { Caller } from './authenticate/authenticator.ts';
import type { Flight } from './cache/flight.ts';
import type { Slots } from './cache/slots.ts';
import type { Clock } from './clock.ts';
import type { GatewayFileConfig } from './config/schema.ts';
import { landedOrLate } from './fan-out/landed.ts';
import { fetchCards } from './fan-out/fetch-cards.ts';
import type { Upstream } from './fan-out/upstream.ts';
import { alignTtls } from './merge/align.ts';
import { writeAnswer } from './merge/answer.ts';
import { createRef } from './merge/ref.ts';
import { render } from './merge/render.ts';
import type { Claimed, RenderedCard } from './merge/render.ts';
import type { GatewayEvents } from './observe/events.ts';
import { describeCards } from './observe/tracing/describe.ts';
import { timeSpan } from './observe/tracing/span.ts';
import type { Span } from './observe/tracing/span.ts';
import type { CardRequest } from './parse/card-request.ts';
import { plan } from './plan/plan.ts';
import type { PlannedKey } from './plan/plan.ts';
import type { Registry } from './plan/registry.ts';
import type { Switches } from './plan/switches.ts';

/**
 * Answers every key once, in the order asked, at the latest `deadlineMs` after `receivedAt` (monotonic), with the body
 * of a 200. Never rejects because of an upstream.
 */
export type AnswerRequest = (
  request: CardRequest,
  caller: Caller,
  receivedAt: number,
  context?: RequestContext,
) => Promise<string>;

/** What whoever passes a request on knows of it. */
export interface RequestContext {
  readonly requestId?: string;
  /** Of the request; whoever began it ends it. */
  readonly span?: Span | undefined;
}

export interface AnswerDeps {
  readonly settings: Pick<GatewayFileConfig, 'cache' | 'deadlineMs' | 'maxCardBytes'>;
  readonly registry: Registry;
  readonly slots: Slots;
  readonly switches: Pick<Switches, 'offBy'>;
  readonly upstreams: readonly Upstream[];
  readonly events: GatewayEvents;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether the configuration was reloaded a moment ago. */
  readonly isSettling: () => boolean;
}

/** The way of a request after authentication and parsing: plan, cache, fan out, wait, merge. */
export function createAnswerRequest(deps: AnswerDeps): AnswerRequest {
  const { settings, registry, slots, switches, events, clock, random } = deps;
  const { cache, deadlineMs, maxCardBytes } = settings;
  const upstreams = new Map(deps.upstreams.map((upstream) => [upstream.name, upstream]));

  return async (request, caller, receivedAt, { requestId = null, span } = {}) => {
    const { credentialId, workspaceId, cards: allowed } = caller;
    const planned = plan(request, { registry, workspaceId, allowed });
    const endPhase = timeSpan(span, receivedAt, clock);
    endPhase('receive');
    const claimed = planned.map((key) => claim(key, deps, planned.length === 1));
    endPhase('cache');
    const fetching = { upstreams, slots, cache, maxCardBytes, events, span };
    fetchCards(toBegin(claimed), workspaceId, fetching);
    const flights = awaited(claimed);
    const onTrial = flights.length === 0 ? nobody : findOnTrial(deps.upstreams);
    const waitsFrom = clock.now();
    if (flights.length > 0) await wait(claimed, flights, receivedAt + deadlineMs, onTrial, span);
    endPhase('wait');
    const waitedMs = clock.now() - waitsFrom;
    const ref = createRef(random);
    const isSettling = deps.isSettling();
    const moment = { receivedAt, isSettling, onTrial };
    const scope = { slots, switches, cache, deadlineMs, clock, ref, events, ...moment };
    const cards = alignTtls(claimed.map((key) => render(key, scope)));
    tell(claimed, cards, slots, clock.now());
    endPhase('merge');
    span?.set({ 'customer_cards.request.ref': ref, ...describeCards(cards) });
    events.answered({
      requestId,
      traceId: span?.context?.traceId,
      credentialId,
      workspaceId,
      ref,
      durationMs: clock.now() - receivedAt,
      waitedMs,
      cards,
    });
    return writeAnswer(cards);
  };

  async function wait(
    claimed: readonly Claimed[],
    flights: readonly Flight[],
    deadlineAt: number,
    onTrial: ReadonlySet<string>,
    span: Span | undefined,
  ): Promise<void> {
    const joined = claimed.flatMap(({ claim }) => (claim?.kind === 'join' ? [claim.flight] : []));
    joined.forEach((flight) => flight.span && span?.link(flight.span));
    events.loadChanged({ what: 'coalesced_waiters', by: joined.length });
    await landedOrLate(flights, deadlineAt, onTrial, clock);
    events.loadChanged({ what: 'coalesced_waiters', by: -joined.length });
  }
}

const nobody: ReadonlySet<string> = new Set();

function findOnTrial(upstreams: readonly Upstream[]): ReadonlySet<string> {
  return new Set(
    upstreams.flatMap(({ name, breaker }) => (breaker.state === 'closed' ? [] : name)),
  );
}

type ClaimDeps = Pick<AnswerDeps, 'slots' | 'switches'>;

function claim(planned: PlannedKey, { slots, switches }: ClaimDeps, isAlone: boolean): Claimed {
  if (planned.kind !== 'card') return { planned, claim: null };
  const isOff = switches.offBy(planned.card) !== null;
  return { planned, claim: isOff ? null : slots.claim(planned, isAlone) };
}

/** The flights that this request has to begin, refreshes in the background among them. */
function toBegin(claimed: readonly Claimed[]): Flight[] {
  return claimed.flatMap(({ claim }) => {
    if (claim?.kind === 'lead') return [claim.flight];
    return claim?.kind === 'stale' && claim.refresh !== null ? [claim.refresh] : [];
  });
}

function awaited(claimed: readonly Claimed[]): Flight[] {
  return claimed.flatMap(({ claim }) =>
    claim?.kind === 'lead' || claim?.kind === 'join' ? [claim.flight] : [],
  );
}

/** What Plain now takes for fresh is how a reload is known later. */
function tell(
  claimed: readonly Claimed[],
  cards: readonly RenderedCard[],
  slots: Slots,
  now: number,
): void {
  claimed.forEach(({ planned }, index) => {
    const ttlSeconds = cards[index]?.ttlSeconds ?? 0;
    if (planned.kind === 'card') slots.tell(planned, now + ttlSeconds * 1000);
  });
}

import type { Fetched, Flight } from '../cache/flight.ts';
import type { Slots } from '../cache/slots.ts';
import { emptyTtlOf, ttlOf } from '../cache/ttl.ts';
import type { CacheSettings } from '../config/schema.ts';
import type { GatewayEvents } from '../observe/events.ts';
import { describeCall } from '../observe/tracing/describe.ts';
import type { Span } from '../observe/tracing/span.ts';
import type { Subject } from '../parse/customer.ts';
import { readTags } from '../validate/tags.ts';
import { admitCard } from './admit-card.ts';
import type { CardAnswer, CallResult } from './call.ts';
import { failed } from './call.ts';
import type { Upstream } from './upstream.ts';

export interface FetchCards {
  readonly upstreams: ReadonlyMap<string, Upstream>;
  readonly slots: Slots;
  readonly cache: CacheSettings;
  readonly maxCardBytes: number;
  readonly events: Pick<GatewayEvents, 'cardFailed' | 'defect'>;
  /** Of the request that the flights are of. */
  readonly span?: Span | undefined;
}

/**
 * Begins one call per upstream and batch for all flights, which are of one request, and returns at once.
 * Each flight is settled when its call ends, also after the request that began it was answered.
 */
export function fetchCards(
  flights: readonly Flight[],
  workspaceId: string | null,
  deps: FetchCards,
): void {
  const groups = Map.groupBy(
    flights,
    ({ planned }) => `${planned.card.upstream} ${planned.card.batch}`,
  );
  for (const group of groups.values()) void fetchGroup(group, workspaceId, deps);
}

async function fetchGroup(
  group: readonly Flight[],
  workspaceId: string | null,
  deps: FetchCards,
): Promise<void> {
  const span = beginSpan(group, deps);
  // Whatever happens, the flights must land, or their slots would hang for ever.
  const result = await callUpstream(group, workspaceId, deps, span).catch((error: unknown) => {
    deps.events.defect({ where: 'call', error });
    return failed({ reason: 'internal', detail: 'the call threw' });
  });
  span?.set(describeCall(result.ok ? null : result.failure));
  for (const flight of group) settleFlight(flight, result, deps);
  span?.end();
}

/** Those who join the flights can tell which call they wait for. */
function beginSpan(group: readonly Flight[], deps: FetchCards): Span | undefined {
  const { upstream = '' } = group[0]?.planned.card ?? {};
  const span = deps.span?.child(`fetch ${upstream}`, 'internal', {
    'customer_cards.upstream': upstream,
    'customer_cards.call.cards': group.map(({ planned }) => planned.key),
    'customer_cards.breaker.state': deps.upstreams.get(upstream)?.breaker.state,
  });
  for (const flight of group) flight.span = span;
  return span;
}

async function callUpstream(
  group: readonly Flight[],
  workspaceId: string | null,
  deps: FetchCards,
  span: Span | undefined,
): Promise<CallResult> {
  const [first] = group;
  const upstream = first && deps.upstreams.get(first.planned.card.upstream);
  if (first === undefined || upstream === undefined)
    return failed({ reason: 'internal', detail: 'no such upstream' });
  return upstream.call({
    keys: group.map(({ planned }) => planned.key),
    subject: merge(
      group.map(({ planned }) => planned.subject),
      first.planned.subject,
    ),
    workspaceId,
    span,
  });
}

/** All that the cards of a batch send. Where they differ, the adapter gives each card what that card sends, and no more. */
function merge(subjects: readonly Subject[], { customer }: Subject): Subject {
  return {
    customer,
    thread: subjects.find(({ thread }) => thread !== null)?.thread ?? null,
    tenant: subjects.find(({ tenant }) => tenant !== null)?.tenant ?? null,
  };
}

function settleFlight(flight: Flight, result: CallResult, deps: FetchCards): void {
  const fetched = result.ok ? read(result.cards.get(flight.planned.key), flight, deps) : result;
  deps.slots.settle(flight, fetched);
}

function read(
  answer: CardAnswer | undefined,
  flight: Flight,
  { events, ...settings }: FetchCards,
): Fetched {
  const { key, card } = flight.planned;
  try {
    const fetched = toFetched(answer, flight, settings);
    if (!fetched.ok) {
      const { failure } = fetched;
      events.cardFailed({ upstream: card.upstream, card: key, failure });
      flight.span?.set({ [`customer_cards.card.reason.${key}`]: failure.reason });
    }
    return fetched;
  } catch (error) {
    events.defect({ where: 'validate', error });
    return failed({ reason: 'internal', detail: 'the card could not be read' });
  }
}

type ReadSettings = Pick<FetchCards, 'cache' | 'maxCardBytes'>;

function toFetched(answer: CardAnswer | undefined, flight: Flight, deps: ReadSettings): Fetched {
  if (answer === undefined)
    return failed({ reason: 'missing_key', detail: 'the answer has no card of this key' });
  if (!answer.ok) return answer;
  const admitted = admitCard(answer.card, deps.maxCardBytes);
  if (!admitted.ok) return admitted;
  const { componentsJson } = admitted;
  const { components, timeToLiveSeconds } = admitted.card;
  const ttlSeconds =
    components === null || answer.isNoData
      ? emptyTtlOf(timeToLiveSeconds, deps.cache)
      : ttlOf(timeToLiveSeconds, flight.planned.card, deps.cache);
  const tags = readTags(answer.card);
  return { ok: true, entry: { componentsJson, sentAt: flight.sentAt, ttlSeconds, tags } };
}

import type { Fetched } from '../cache/flight.ts';
import { isPurgedSince } from '../cache/purges.ts';
import { hasData } from '../cache/record.ts';
import type { Entry } from '../cache/record.ts';
import type { Claim, Slots } from '../cache/slots.ts';
import { isTellable, isWithinStaleWindow, minTtlSeconds, toldTtl } from '../cache/ttl.ts';
import type { Clock } from '../clock.ts';
import type { CacheSettings } from '../config/schema.ts';
import type { Failure } from '../outcome.ts';
import type { CardReport, GatewayEvents } from '../observe/events.ts';
import type { PlannedCard, PlannedKey } from '../plan/plan.ts';
import type { Disabled, Switches } from '../plan/switches.ts';
import type { Component } from '../validate/components.ts';
import { serialiseComponents } from '../validate/serialise.ts';
import { withoutWorkflowButtons } from '../validate/workflow-buttons.ts';
import {
  noticeFor,
  noticeForDisabled,
  noticeForUnknown,
  disabledTtlSeconds,
  noticeTtlSeconds,
  staleNotice,
  unknownTtlSeconds,
} from './notice.ts';

/** A requested key with what it got from the cache; keys that need no slot, or are switched off, have no claim. */
export type Claimed =
  | { readonly planned: PlannedCard; readonly claim: Claim | null }
  | { readonly planned: Unclaimed; readonly claim: null };

type Unclaimed = Exclude<PlannedKey, PlannedCard>;

/** A key's part of the answer, with what is reported about it. */
export interface RenderedCard extends CardReport {
  readonly componentsJson: string;
  readonly ttlSeconds: number;
}

export interface RenderScope {
  readonly slots: Slots;
  readonly switches: Pick<Switches, 'offBy'>;
  readonly cache: CacheSettings;
  readonly deadlineMs: number;
  readonly clock: Clock;
  /** When the request arrived, on the monotonic clock. */
  readonly receivedAt: number;
  /** Shown on notice cards. */
  readonly ref: string;
  readonly events: Pick<GatewayEvents, 'defect'>;
  /** Whether the configuration was reloaded a moment ago. */
  readonly isSettling: boolean;
  /** The upstreams whose breaker lets through no more than a trial. */
  readonly onTrial: ReadonlySet<string>;
}

const noComponents = 'null';

/** Renders a key as things stand when the answer is written. A defect costs this card only. */
export function render(claimed: Claimed, scope: RenderScope): RenderedCard {
  return report(renderSafely(claimed, scope), claimed.claim, scope);
}

function renderSafely(claimed: Claimed, scope: RenderScope): Parts {
  try {
    return renderParts(claimed, scope);
  } catch (error) {
    scope.events.defect({ where: 'render', error });
    return renderDefect(claimed.planned, scope);
  }
}

type ClaimReport = Pick<RenderedCard, 'claim' | 'isReload' | 'waitedMs'>;
type Parts = Omit<RenderedCard, keyof ClaimReport>;

/** Field by field: spread out, two objects cost each card of each answer several times as much. */
function report(parts: Parts, claim: Claim | null, scope: RenderScope): RenderedCard {
  return {
    key: parts.key,
    upstream: parts.upstream,
    outcome: parts.outcome,
    ageMs: parts.ageMs,
    failure: parts.failure,
    componentsJson: parts.componentsJson,
    ttlSeconds: parts.ttlSeconds,
    claim: claim?.kind ?? null,
    isReload: claim?.isReload ?? false,
    waitedMs: waitedMs(claim, scope),
  };
}

function waitedMs(claim: Claim | null, { clock, receivedAt }: RenderScope): number {
  if (claim?.kind !== 'lead' && claim?.kind !== 'join') return 0;
  return (claim.flight.landedAt ?? clock.now()) - receivedAt;
}

function renderParts({ planned, claim }: Claimed, scope: RenderScope): Parts {
  if (planned.kind !== 'card') return renderUnclaimed(planned, scope);
  // Also what was switched off while it was being fetched.
  const off = scope.switches.offBy(planned.card);
  if (off !== null) return renderDisabled(planned, off, scope);
  return claim === null
    ? renderNotice(planned, switchedOn, scope)
    : renderClaimed(planned, claim, scope);
}

/** Neither a fetched card nor an old copy: an operator wants neither shown. */
function renderDisabled(planned: PlannedCard, off: Disabled, scope: RenderScope): Parts {
  const { card } = planned;
  const leftSeconds = Math.ceil((off.until - scope.clock.now()) / 1000);
  const ttlSeconds = Math.max(noticeTtlSeconds, Math.min(leftSeconds, disabledTtlSeconds));
  return {
    ...renderNotice(planned, { reason: 'disabled' }, scope),
    componentsJson: serialiseComponents(noticeForDisabled(card, off.kind, scope.ref)),
    ttlSeconds: atMostPlains(ttlSeconds, scope.cache),
  };
}

function renderClaimed(planned: PlannedCard, claim: Claim, scope: RenderScope): Parts {
  switch (claim.kind) {
    case 'hit':
      return renderFetched(planned, claim, { ok: true, entry: claim.entry }, 'cached', scope);
    case 'stale':
      return renderStale(planned, claim, scope);
    case 'join':
      return renderFetched(
        planned,
        claim,
        claim.flight.fetched ?? late(planned, scope),
        'coalesced',
        scope,
      );
    case 'lead':
      return renderFetched(
        planned,
        claim,
        claim.flight.fetched ?? late(planned, scope),
        'fresh',
        scope,
      );
    case 'cooling':
      return renderFailure(planned, claim.failure, scope);
  }
}

function renderFetched(
  planned: PlannedCard,
  { mark }: Claim,
  fetched: Fetched,
  how: 'fresh' | 'coalesced' | 'cached',
  scope: RenderScope,
): Parts {
  if (!fetched.ok) return renderFailure(planned, fetched.failure, scope);
  const entry = newestOf(planned, fetched.entry, scope);
  if (isPurgedSince(mark, planned, entry.tags)) return renderFailure(planned, purged, scope);
  return isTellable(entry, scope.clock.now(), scope.deadlineMs)
    ? renderEntry(planned, entry, how, scope)
    : renderFailure(planned, tooLate, scope);
}

/** Another request may have brought a newer one meanwhile; an older result must not replace that at Plain. */
function newestOf({ slot }: PlannedCard, entry: Entry, { slots }: RenderScope): Entry {
  const kept = slots.lastGood(slot);
  return kept !== null && kept.sentAt > entry.sentAt ? kept : entry;
}

/** Nobody waits for the refresh, but when it is back before the answer is written, it is what counts. */
function renderStale(
  planned: PlannedCard,
  claim: Claim & { kind: 'stale' },
  scope: RenderScope,
): Parts {
  const { entry, mark, windowSeconds } = claim;
  const newest = newestOf(
    planned,
    claim.refresh?.fetched?.ok ? claim.refresh.fetched.entry : entry,
    scope,
  );
  if (newest !== entry)
    return renderFetched(planned, claim, { ok: true, entry: newest }, 'fresh', scope);
  if (isPurgedSince(mark, planned, entry.tags)) return renderFailure(planned, purged, scope);
  if (!isWithinStaleWindow(entry, scope.clock.now(), windowSeconds))
    return renderFailure(planned, tooLate, scope);
  return {
    ...renderEntry(planned, entry, 'stale_refreshing', scope),
    ttlSeconds: minTtlSeconds,
  };
}

function renderUnclaimed(planned: Unclaimed, scope: RenderScope): Parts {
  const { key } = planned;
  switch (planned.kind) {
    case 'anonymous':
      return { ...blank(key, planned.card.upstream, scope), outcome: 'empty' };
    case 'retired':
      return { ...blank(key, planned.card.upstream, scope), outcome: 'retired' };
    case 'unknown':
      return renderUnknown(key, scope);
  }
}

function renderUnknown(key: string, scope: RenderScope): Parts {
  const componentsJson = serialiseComponents(noticeForUnknown(scope.ref));
  return {
    ...blank(key, null, scope),
    outcome: 'unknown',
    componentsJson,
    ttlSeconds: atMostPlains(scope.isSettling ? noticeTtlSeconds : unknownTtlSeconds, scope.cache),
  };
}

function renderDefect(planned: PlannedKey, scope: RenderScope): Parts {
  return planned.kind === 'unknown'
    ? renderUnknown(planned.key, scope)
    : renderNotice(
        planned,
        { reason: 'internal', detail: 'the card could not be rendered' },
        scope,
      );
}

function atMostPlains(ttlSeconds: number, { plainTtlSeconds }: CacheSettings): number {
  return Math.min(ttlSeconds, plainTtlSeconds ?? ttlSeconds);
}

function blank(
  key: string,
  upstream: string | null,
  { cache }: RenderScope,
): Omit<Parts, 'outcome'> {
  return {
    key,
    upstream,
    ageMs: null,
    failure: null,
    componentsJson: noComponents,
    ttlSeconds: atMostPlains(cache.emptyTtlSeconds, cache),
  };
}

function late({ card }: PlannedCard, { onTrial }: RenderScope): Fetched {
  const failure: Failure = onTrial.has(card.upstream)
    ? { reason: 'breaker_open', detail: 'a trial is under way' }
    : { reason: 'deadline', detail: 'the answer was written before the call ended' };
  return { ok: false, failure };
}

const tooLate: Failure = {
  reason: 'deadline',
  detail: 'the card had expired when the answer was written',
};
const switchedOn: Failure = {
  reason: 'disabled',
  detail: 'switched on again while the answer was written',
};
const purged: Failure = {
  reason: 'purged',
  detail: 'purged before the answer was written',
};

function renderEntry(
  { key, card }: PlannedCard,
  entry: Entry,
  how: 'cached' | 'fresh' | 'coalesced' | 'stale_refreshing',
  { clock, cache }: RenderScope,
): Parts {
  const now = clock.now();
  const isCopy = how === 'cached' || how === 'stale_refreshing';
  return {
    key,
    upstream: card.upstream,
    outcome: hasData(entry) ? how : 'empty',
    ageMs: isCopy ? now - entry.sentAt : null,
    failure: null,
    componentsJson: entry.componentsJson,
    ttlSeconds: toldTtl(entry, now, cache.plainTtlSeconds),
  };
}

function renderFailure(planned: PlannedCard, failure: Failure, scope: RenderScope): Parts {
  const stale = renderLastGood(planned, scope);
  const notice = renderNotice(planned, failure, scope);
  return stale === null ? notice : { ...notice, outcome: 'stale_error', ...stale };
}

function renderNotice(
  { key, card }: Exclude<PlannedKey, { kind: 'unknown' }>,
  failure: Failure,
  { ref }: RenderScope,
): Parts {
  return {
    key,
    upstream: card.upstream,
    outcome: 'unavailable',
    ageMs: null,
    failure,
    componentsJson: serialiseComponents(noticeFor(card, failure, ref)),
    ttlSeconds: noticeTtlSeconds,
  };
}

/** The last good card under a line that says how old it is; without workflow buttons: no refund on old facts. */
function renderLastGood(
  { slot, card }: PlannedCard,
  scope: RenderScope,
): Pick<Parts, 'componentsJson' | 'ageMs'> | null {
  const entry = scope.slots.lastGood(slot);
  const windowSeconds = card.staleIfErrorSeconds ?? scope.cache.staleIfErrorSeconds;
  const now = scope.clock.now();
  if (entry === null || !hasData(entry) || !isWithinStaleWindow(entry, now, windowSeconds))
    return null;
  const components = withoutWorkflowButtons(JSON.parse(entry.componentsJson) as Component[]);
  if (components.length === 0) return null;
  const ageMs = now - entry.sentAt;
  const asOf = new Date(scope.clock.wallNow() - ageMs);
  // Each part by itself, so that the line doesn't change how the card is written, and with it its size.
  const line = serialiseComponents(staleNotice(asOf));
  const componentsJson = `${line.slice(0, -1)},${serialiseComponents(components).slice(1)}`;
  return { componentsJson, ageMs };
}

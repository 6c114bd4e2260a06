import type { Fetched, Flight } from '../cache/flight.ts';
import { hasData } from '../cache/record.ts';
import type { Entry } from '../cache/record.ts';
import type { Claim, Slots } from '../cache/slots.ts';
import { isTellable, isWithinStaleWindow, minTtlSeconds, toldTtl } from '../cache/ttl.ts';
import type { Clock } from '../clock.ts';
import type { CacheSettings } from '../config/schema.ts';
import type { Failure } from '../outcome.ts';
import type { CardReport, GatewayEvents } from '../observe/events.ts';
import type { PlannedCard, PlannedKey } from '../plan/plan.ts';
import type { Component } from '../validate/components.ts';
import { serialiseComponents } from '../validate/serialise.ts';
import { withoutWorkflowButtons } from '../validate/workflow-buttons.ts';
import {
  noticeFor,
  noticeForUnknown,
  noticeTtlSeconds,
  staleNotice,
  unknownTtlSeconds,
} from './notice.ts';

/** A requested key with what it got from the cache; keys that need no slot have no claim. */
export type Claimed =
  | { readonly planned: PlannedCard; readonly claim: Claim }
  | { readonly planned: Unclaimed; readonly claim: null };

type Unclaimed = Exclude<PlannedKey, PlannedCard>;

/** A key's part of the answer, with what is reported about it. */
export interface RenderedCard extends CardReport {
  readonly componentsJson: string;
  readonly ttlSeconds: number;
}

export interface RenderScope {
  readonly slots: Slots;
  readonly cache: CacheSettings;
  readonly deadlineMs: number;
  readonly clock: Clock;
  /** Shown on notice cards. */
  readonly ref: string;
  readonly events: Pick<GatewayEvents, 'defect'>;
  /** Whether the configuration was reloaded a moment ago. */
  readonly isSettling: boolean;
}

const noComponents = 'null';

/** Renders a key as things stand when the answer is written. A defect costs this card only. */
export function render(claimed: Claimed, scope: RenderScope): RenderedCard {
  try {
    return { ...renderParts(claimed, scope), ...reportOf(claimed.claim) };
  } catch (error) {
    scope.events.defect({ where: 'render', error });
    return { ...renderDefect(claimed.planned, scope), ...reportOf(claimed.claim) };
  }
}

type Parts = Omit<RenderedCard, 'claim' | 'isReload'>;

function reportOf(claim: Claim | null): Pick<RenderedCard, 'claim' | 'isReload'> {
  return { claim: claim?.kind ?? null, isReload: claim?.isReload ?? false };
}

function renderParts({ planned, claim }: Claimed, scope: RenderScope): Parts {
  return claim === null ? renderUnclaimed(planned, scope) : renderClaimed(planned, claim, scope);
}

function renderClaimed(planned: PlannedCard, claim: Claim, scope: RenderScope): Parts {
  switch (claim.kind) {
    case 'hit':
      return renderEntry(planned, claim.entry, 'cached', scope);
    case 'stale':
      return renderStale(planned, claim, scope);
    case 'join':
      return renderFetched(planned, claim.flight, 'coalesced', scope);
    case 'lead':
      return renderFetched(planned, claim.flight, 'fresh', scope);
    case 'cooling':
      return renderFailure(planned, claim.failure, scope);
  }
}

function renderFetched(
  planned: PlannedCard,
  flight: Flight,
  how: 'fresh' | 'coalesced',
  scope: RenderScope,
): Parts {
  const fetched = inTime(flight.fetched, scope);
  return fetched.ok
    ? renderEntry(planned, fetched.entry, how, scope)
    : renderFailure(planned, fetched.failure, scope);
}

/** Nobody waits for the refresh, but when it is back before the answer is written, it is what counts. */
function renderStale(
  planned: PlannedCard,
  claim: Claim & { kind: 'stale' },
  scope: RenderScope,
): Parts {
  if (claim.refresh?.fetched?.ok)
    return renderEntry(planned, claim.refresh.fetched.entry, 'fresh', scope);
  return {
    ...renderEntry(planned, claim.entry, 'stale_refreshing', scope),
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
    ttlSeconds: scope.isSettling ? noticeTtlSeconds : unknownTtlSeconds,
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

function blank(
  key: string,
  upstream: string | null,
  { cache }: RenderScope,
): Omit<Parts, 'outcome'> {
  return {
    key,
    upstream,
    failure: null,
    componentsJson: noComponents,
    ttlSeconds: cache.emptyTtlSeconds,
  };
}

const late: Fetched = {
  ok: false,
  failure: { reason: 'deadline', detail: 'the answer was written before the call ended' },
};

function inTime(fetched: Fetched | null, { clock, deadlineMs }: RenderScope): Fetched {
  if (fetched === null) return late;
  return fetched.ok && !isTellable(fetched.entry, clock.now(), deadlineMs) ? late : fetched;
}

function renderEntry(
  { key, card }: PlannedCard,
  entry: Entry,
  how: 'cached' | 'fresh' | 'coalesced' | 'stale_refreshing',
  { clock, cache }: RenderScope,
): Parts {
  return {
    key,
    upstream: card.upstream,
    outcome: hasData(entry) ? how : 'empty',
    failure: null,
    componentsJson: entry.componentsJson,
    ttlSeconds: toldTtl(entry, clock.now(), cache.plainTtlSeconds),
  };
}

function renderFailure(planned: PlannedCard, failure: Failure, scope: RenderScope): Parts {
  const stale = staleComponents(planned, scope);
  const notice = renderNotice(planned, failure, scope);
  return stale === null
    ? notice
    : { ...notice, outcome: 'stale_error', componentsJson: serialiseComponents(stale) };
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
    failure,
    componentsJson: serialiseComponents(noticeFor(card, failure, ref)),
    ttlSeconds: noticeTtlSeconds,
  };
}

/** The last good card under a line that says how old it is; without workflow buttons: no refund on old facts. */
function staleComponents({ slot, card }: PlannedCard, scope: RenderScope): Component[] | null {
  const entry = scope.slots.lastGood(slot);
  const windowSeconds = card.staleIfErrorSeconds ?? scope.cache.staleIfErrorSeconds;
  const now = scope.clock.now();
  if (entry === null || !hasData(entry) || !isWithinStaleWindow(entry, now, windowSeconds))
    return null;
  const components = JSON.parse(entry.componentsJson) as Component[];
  const asOf = new Date(scope.clock.wallNow() - (now - entry.sentAt));
  return [...staleNotice(asOf), ...withoutWorkflowButtons(components)];
}

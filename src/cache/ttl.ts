import type { CacheSettings } from '../config/schema.ts';

/** Plain's range for timeToLiveSeconds. */
export const minTtlSeconds = 15;
export const maxTtlSeconds = 31_536_000;

/** When a card was asked for and how long it holds, on the monotonic clock. */
export interface Lifetime {
  /** When the call that brought it was sent. */
  readonly sentAt: number;
  readonly ttlSeconds: number;
}

export function clampTtl(seconds: number): number {
  return Math.min(Math.max(seconds, minTtlSeconds), maxTtlSeconds);
}

/** The TTL of a card with data: the upstream's word, else the card's, else the default; at most `maxTtlSeconds`. */
export function ttlOf(
  upstreamTtl: number | null,
  card: { readonly ttlSeconds?: number | undefined },
  settings: CacheSettings,
): number {
  const wanted = upstreamTtl ?? card.ttlSeconds ?? settings.defaultTtlSeconds;
  return clampTtl(Math.min(wanted, settings.maxTtlSeconds));
}

/** "No data" is believed for less long than data: a new sign-up must not stay invisible for a day. */
export function emptyTtlOf(upstreamTtl: number | null, settings: CacheSettings): number {
  const wanted = Math.min(upstreamTtl ?? settings.emptyTtlSeconds, settings.emptyTtlSeconds);
  return clampTtl(Math.min(wanted, settings.maxTtlSeconds));
}

export function expiresAt(lifetime: Lifetime): number {
  return lifetime.sentAt + lifetime.ttlSeconds * 1000;
}

/**
 * Whether a copy may answer a request planned now: it must still hold for the least that Plain can be told
 * (15 s) at the latest moment the answer is written (D from now).
 */
export function isFresh(lifetime: Lifetime, now: number, deadlineMs: number): boolean {
  return expiresAt(lifetime) - now >= minTtlSeconds * 1000 + deadlineMs;
}

/**
 * Whether a fetched card may still be told, with at least 15 s, without showing at Plain after
 * sent + max(ttl, 15 s + D). Only a joiner of an old flight can be too late.
 */
export function isTellable(lifetime: Lifetime, now: number, deadlineMs: number): boolean {
  const leastMs = minTtlSeconds * 1000;
  const shownUntil = Math.max(expiresAt(lifetime), lifetime.sentAt + leastMs + deadlineMs);
  return now + leastMs <= shownUntil;
}

/** What Plain is told when the answer is written now: what is left, at most `plainTtlSeconds`, at least 15. */
export function toldTtl(lifetime: Lifetime, now: number, plainTtlSeconds: number | null): number {
  const left = Math.floor((expiresAt(lifetime) - now) / 1000);
  return clampTtl(Math.min(left, plainTtlSeconds ?? maxTtlSeconds));
}

/**
 * Whether the last good card may show at Plain for 15 s more, `waitMs` from now at the latest, when its TTL is stretched
 * by a stale window.
 */
export function isWithinStaleWindow(
  lifetime: Lifetime,
  now: number,
  windowSeconds: number,
  waitMs = 0,
): boolean {
  return now + waitMs + minTtlSeconds * 1000 <= expiresAt(lifetime) + windowSeconds * 1000;
}

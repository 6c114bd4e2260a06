import type { Failure, Outcome } from '../../outcome.ts';
import type { Subject } from '../../parse/customer.ts';
import type { Component } from '../../validate/components.ts';
import type { Explanation } from '../../fan-out/explainer.ts';
import type { WhyEmpty } from '../../fan-out/trace.ts';

/** How one card ended, as far as can be known from where it was asked for. */
export interface TriedCard {
  readonly key: string;
  /** What is there to see: the card, nothing because there is no data, or something else that an agent reads instead. */
  readonly shows: 'card' | 'nothing' | 'notice' | 'error';
  /** null when a running gateway was asked: Plain's JSON does not tell it, nor the next three and `whyEmpty`. */
  readonly outcome: Outcome | null;
  readonly upstream: string | null;
  readonly ageSeconds: number | null;
  /** For how long the gateway keeps it. */
  readonly ttlSeconds: number | null;
  /** For how long Plain is told that it is fresh. */
  readonly plainTtlSeconds: number | null;
  readonly failure: Failure | null;
  /** Why there is no data, where the service does not say so itself. */
  readonly whyEmpty: WhyEmpty | null;
  readonly components: readonly Component[] | null;
}

/** One call of an upstream. */
export interface TriedCall {
  readonly upstream: string;
  readonly cards: readonly string[];
  readonly durationMs: number;
  readonly failure: Failure | null;
}

/** What asking for cards brought. */
export interface Tried {
  readonly cards: readonly TriedCard[];
  /** Empty when a running gateway was asked. */
  readonly calls: readonly TriedCall[];
  readonly durationMs: number;
  /** null unless it was asked for. */
  readonly explanation: Explanation | null;
}

/** Nothing to show with a reason in words, or what was tried. */
export type TryResult =
  { readonly ok: true; readonly tried: Tried } | { readonly ok: false; readonly message: string };

/** Whether an agent sees what the service says: the card, or nothing where there is no data. */
export function isGood({ shows, outcome }: TriedCard): boolean {
  return (shows === 'card' || shows === 'nothing') && outcome !== 'retired';
}

/** Who is asked about which cards. */
export interface Question {
  readonly keys: readonly string[];
  readonly subject: Subject;
  readonly workspaceId: string | null;
}

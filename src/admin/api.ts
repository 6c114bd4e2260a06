import type { Outcome } from '../outcome.ts';
import type { Component } from '../validate/components.ts';

// What the pages in the browser and the admin listener say to each other. Types only: src/browser imports from here.

export interface PartyView {
  readonly id?: string | null;
  readonly externalId?: string | null;
}

export interface CustomerView extends PartyView {
  readonly email?: string | null;
}

/** `GET /api/scene`: what the pages need first. */
export interface Scene {
  readonly version: string;
  /** Configured workspaces; empty where there are none. */
  readonly workspaces: readonly string[];
  readonly deadlineMs: number;
  readonly cards: readonly SceneCard[];
  /** Invented customers whom the demo services know; empty outside the demo. */
  readonly demoCustomers: readonly DemoCustomer[];
  /** Whether any customer may be looked up, or `demoCustomers` only. */
  readonly allowsLookups: boolean;
}

export interface SceneCard {
  readonly key: string;
  readonly upstream: string;
  readonly title: string;
  readonly team: string | null;
  readonly adapter: string;
  readonly isRetired: boolean;
}

export interface DemoCustomer {
  readonly name: string;
  /** What is worth seeing with this one, in a few words. */
  readonly note: string;
  readonly customer: CustomerView;
}

/** `POST /api/cards`: asks the way Plain does. A single key is what Plain sends for a reload. */
export interface CardsQuestion {
  readonly cardKeys: readonly string[];
  readonly workspaceId?: string | null;
  readonly customer?: CustomerView | null;
  readonly thread?: PartyView | null;
  readonly tenant?: PartyView | null;
}

export interface CardsAnswer {
  /** The reference that notices name. */
  readonly ref: string;
  readonly durationMs: number;
  readonly deadlineMs: number;
  /** In the order asked, as Plain would get them. */
  readonly cards: readonly AnsweredCardView[];
  readonly spans: readonly SpanView[];
}

export interface AnsweredCardView {
  readonly key: string;
  readonly outcome: Outcome;
  /** Of an `unavailable` or `stale_error` card. */
  readonly reason: string | null;
  /** The same in words, with what to do. */
  readonly reasonText: string | null;
  readonly upstream: string | null;
  readonly ageSeconds: number | null;
  /** What Plain is told. */
  readonly ttlSeconds: number;
  /** In Plain's format; null shows nothing. */
  readonly components: readonly Component[] | null;
}

/** A bar of the waterfall. */
export interface SpanView {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: 'request' | 'plan' | 'cache' | 'call' | 'attempt' | 'phase';
  readonly name: string;
  readonly upstream: string | null;
  /** Since the request came. */
  readonly startMs: number;
  /** null: under way when the answer was written. */
  readonly durationMs: number | null;
  /** The reason of a failure. */
  readonly failure: string | null;
}

/** `POST /api/mapping`: a file of an upstream with the `json` adapter, and a response for one of its cards. */
export interface MappingQuestion {
  readonly yaml: string;
  /** The card to map; the first when left out. */
  readonly card?: string;
  /** JSON text of the response; null checks the file only. */
  readonly response: string | null;
  /** Whom the card is for; an invented one when left out. */
  readonly customer?: CustomerView | null;
  /** Stands for the id that `lookup:` finds; when left out, the one that `expect:` finds in the response. */
  readonly lookup?: string | null;
}

export interface MappingAnswer {
  /** The keys of the file's cards, as far as it can be read. */
  readonly cards: readonly string[];
  readonly problems: readonly MappingProblemView[];
  /** null when the file or the response can't be used. */
  readonly result: MappingResult | null;
}

export interface MappingProblemView {
  readonly source: 'yaml' | 'response';
  /** In the file: `cards.usage.ttlSeconds`; empty for all of it, and in a response. */
  readonly path: string;
  readonly severity: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** How many characters it spans, at least 1. */
  readonly length: number;
  readonly message: string;
}

export interface MappingResult {
  readonly card: string;
  readonly components: readonly Component[] | null;
  /** Why there is no card: an expression failed, or what came out is no valid card. */
  readonly failure: string | null;
  readonly evaluations: readonly MappingEvaluation[];
}

export interface MappingEvaluation {
  /** Below the card: `components[0].componentText.text`. */
  readonly path: string;
  readonly expression: string;
  /** Absent for no value. */
  readonly value?: unknown;
  /** Whether `value` is the beginning of its JSON, because it is long. */
  readonly isCut: boolean;
}

/** `POST /api/mapping/response`: the response that a registered upstream gives for one card and a customer. */
export interface ResponseQuestion extends CardsQuestion {}

export interface ResponseAnswer {
  /** Requests made for the card, in order, secrets masked. The last one's body is what the card is made from. */
  readonly exchanges: readonly {
    readonly method: string;
    readonly url: string;
    readonly status: number | null;
    readonly durationMs: number | null;
    /** What the JSON says; null when none came. */
    readonly body: unknown;
    /** In words, why none came. */
    readonly failure: string | null;
  }[];
}

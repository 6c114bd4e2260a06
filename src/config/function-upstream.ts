import { z } from 'zod';
import type { Customer, Reference } from '../parse/customer.ts';
import { cardsSchema, upstreamBase } from './upstream-base.ts';

/** What an upstream function is asked: the same facts that a service gets. Dimensions that the cards don't send are null. */
export interface CardsQuery {
  readonly cardKeys: readonly string[];
  readonly customer: Customer;
  readonly thread: Reference | null;
  readonly tenant: Reference | null;
  readonly workspaceId: string | null;
}

/**
 * Answers with Plain's own shape, `{ cards: [{ key, components, timeToLiveSeconds? }] }`. A rejection makes the cards
 * `unavailable`; `signal` aborts when the upstream's `timeoutMs` is over.
 */
export type FetchCardsFunction = (
  query: CardsQuery,
  options: { readonly signal: AbortSignal },
) => Promise<unknown>;

export const functionUpstreamSchema = z.strictObject({
  ...upstreamBase,
  adapter: z.literal('function'),
  fetch: z.custom<FetchCardsFunction>((value) => typeof value === 'function', {
    error: 'expected an async function',
  }),
  cards: cardsSchema,
});

export type FunctionUpstreamConfig = z.output<typeof functionUpstreamSchema>;
export type FunctionUpstreamInput = z.input<typeof functionUpstreamSchema>;

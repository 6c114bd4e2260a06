import { z } from 'zod';
import { dimensions } from '../parse/customer.ts';
import { cardKey, httpUrl, milliseconds, name, ttlSeconds, windowSeconds } from './fields.ts';

const notice = z
  .strictObject({
    unavailable: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('When the card could not be loaded'),
    refused: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('When the service refuses our credentials'),
    disabled: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('While an operator has switched the card or its service off'),
  })
  .describe('Words of the notice card; {service} and {ref} are filled in');

/** What every card can have, whatever its adapter. */
export const cardBase = {
  ttlSeconds: ttlSeconds.optional().describe('TTL when the service says none'),
  staleWhileRevalidateSeconds: windowSeconds.optional().describe("Instead of the gateway's"),
  staleIfErrorSeconds: windowSeconds.optional().describe("Instead of the gateway's"),
  fallbackUrl: httpUrl.optional().describe('Link on the notice card'),
  notice: notice.optional(),
  retired: z.boolean().default(false).describe('Answer "no data" without asking the service'),
};

export type CardBaseConfig = z.output<z.ZodObject<typeof cardBase>>;

/** A card that the service makes itself. */
export const card = z.strictObject({
  key: cardKey.optional().describe("The service's own name of the card, when it differs"),
  ...cardBase,
  sends: z
    .array(z.enum(dimensions))
    .refine((sends) => sends.includes('customer'), {
      error: 'expected customer among the dimensions',
    })
    .meta({ contains: { const: 'customer' } })
    .default(['customer'])
    .describe('What the service is told, and so what the card is cached by'),
});

const limits = z
  .strictObject({
    concurrency: z
      .int()
      .min(1)
      .max(1000)
      .default(20)
      .describe('Calls and connections at the same time'),
    queue: z.int().min(0).max(1000).default(20).describe('Calls that may wait for a place'),
    requestsPerSecond: z
      .number()
      .gt(0)
      .max(10_000)
      .optional()
      .describe('Calls started in a second; default: no limit'),
  })
  .prefault({})
  .meta({ title: 'How much may be asked of the service at a time' });

export const breaker = z
  .strictObject({
    consecutiveFailures: z
      .int()
      .min(1)
      .default(3)
      .describe('Opens after so many failures in a row'),
    failureRate: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe('Opens at this share of failures in the window'),
    minimumCalls: z.int().min(1).default(10).describe('Calls in the window before a rate counts'),
    slowCallMs: milliseconds
      .optional()
      .describe('A call this slow counts as slow; default 80 % of timeoutMs'),
    slowCallRate: z
      .number()
      .gt(0)
      .max(1)
      .default(0.8)
      .describe('Opens at this share of slow calls in the window'),
    windowMs: z.int().min(1000).max(600_000).default(60_000).describe('How far rates look back'),
    openMs: z
      .int()
      .min(100)
      .max(600_000)
      .default(5_000)
      .describe('First open time; doubles up to maxOpenMs'),
    maxOpenMs: z.int().min(100).max(3_600_000).default(60_000).describe('Longest open time'),
  })
  .refine((breaker) => breaker.openMs <= breaker.maxOpenMs, {
    path: ['openMs'],
    error: 'expected at most maxOpenMs',
  })
  .prefault({})
  .meta({ title: 'When a failing service is left alone, and for how long' });

/** What every upstream can have, whatever its adapter. */
export const upstreamBase = {
  name: name.describe('Unique; the name in metrics and logs'),
  title: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe('What agents read on notice cards; default: the name'),
  team: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe('Who owns the service; alerts are routed by it'),
  timeoutMs: milliseconds
    .default(2_000)
    .describe('Bounds one call with its queueing, retries and attempts'),
  maxResponseBytes: z
    .int()
    .min(1024)
    .max(16_777_216)
    .default(524_288)
    .describe('After decompression'),
  retry: z
    .boolean()
    .default(true)
    .describe('Repeat a failed attempt once, within a budget; false for reads with side effects'),
  limits,
  breaker,
};

/** The cards of an upstream by key; a card without fields may be left empty. */
export function cardsOf<T extends z.ZodType>(schema: T) {
  return z
    .record(
      cardKey,
      z.preprocess((value) => value ?? {}, schema),
    )
    .refine((value) => Object.keys(value).length > 0, { error: 'expected at least one card' })
    .meta({ minProperties: 1 });
}

export const cardsSchema = cardsOf(card);

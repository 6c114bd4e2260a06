import { getHeapStatistics } from 'node:v8';
import { z } from 'zod';
import { isJsonObject } from '../validate/check-components.ts';
import {
  cardKey,
  headerName,
  headerSecret,
  httpUrl,
  name,
  ownHeaderName,
  pem,
  port,
  secret,
  ttlSeconds,
  windowSeconds,
} from './fields.ts';
import { heapProblem } from './heap.ts';
import { jsonUpstream } from './json-upstream.ts';
import type { breaker, card } from './upstream-base.ts';
import { cardsSchema, upstreamBase } from './upstream-base.ts';

const tls = z
  .strictObject({
    cert: pem.describe('Certificate chain in PEM, usually ${file:/path/cert.pem}'),
    key: pem.describe('Private key in PEM, usually ${file:/path/key.pem}'),
    clientCa: pem
      .describe(
        'CA in PEM. When present, a client certificate signed by it is demanded in addition to a secret',
      )
      .optional(),
  })
  .describe('Serve HTTPS');

const credentials = z
  .strictObject({
    headers: z
      .array(
        z.strictObject({
          id: name
            .optional()
            .describe('How metrics and rate limits call it; default: header name and place'),
          name: headerName.describe('Header name, in any case'),
          value: headerSecret.describe('Exact value of the header'),
        }),
      )
      .default([])
      .describe('Header secrets; any one passes. List two while rotating'),
    signing: z
      .strictObject({ secrets: z.array(secret).min(1).describe('Any one passes') })
      .describe("Plain's request signature; when present, a valid one is demanded as well")
      .optional(),
  })
  .refine((auth) => auth.headers.length > 0 || auth.signing !== undefined, {
    error:
      'expected at least one header secret or signing secret: the gateway does not start without one',
  })
  .meta({ minProperties: 1 });

export const cacheSettings = z
  .strictObject({
    maxBytes: z
      .int()
      .min(1_048_576)
      .default(67_108_864)
      .superRefine((maxBytes, context) => {
        const message = heapProblem(maxBytes, getHeapStatistics().heap_size_limit);
        if (message !== null) context.addIssue({ code: 'custom', message });
      })
      .describe('Bound of the whole cache in bytes; at most half of the heap limit'),
    maxEntryBytes: z
      .int()
      .min(1024)
      .default(262_144)
      .describe('A larger card is served but not cached'),
    defaultTtlSeconds: ttlSeconds
      .default(300)
      .describe('TTL of a card when neither the upstream nor the card says one'),
    maxTtlSeconds: ttlSeconds
      .default(31_536_000)
      .describe('The most that a TTL may be, whatever the service and its file say'),
    plainTtlSeconds: ttlSeconds
      .nullable()
      .default(60)
      .describe('The most that Plain is told. null tells all that is left'),
    emptyTtlSeconds: ttlSeconds.default(60).describe('TTL of "no data"'),
    staleWhileRevalidateSeconds: windowSeconds
      .default(0)
      .describe(
        'How long past its TTL a card may be shown at once, while it is refreshed in the background',
      ),
    staleIfErrorSeconds: windowSeconds
      .default(3600)
      .describe('How long past its TTL the last good card may be shown when a refresh fails'),
    coolDownSeconds: z
      .number()
      .min(0)
      .max(60)
      .default(5)
      .describe('How long a card that failed is not asked for again, except by a reload'),
    reloadFloorSeconds: z
      .number()
      .min(0)
      .max(60)
      .default(5)
      .describe('What was asked for less than this ago is fresh enough for a reload'),
  })
  .refine((cache) => cache.maxEntryBytes <= cache.maxBytes, {
    path: ['maxEntryBytes'],
    error: 'expected at most maxBytes',
  })
  .prefault({})
  .meta({ title: 'What is kept, and for how long' });

const tracing = z
  .strictObject({
    otlp: z.strictObject({
      url: httpUrl
        .refine((url) => URL.parse(url)?.pathname !== '/', {
          error: 'expected the whole URL, usually ending in /v1/traces',
        })
        .describe('Where spans are POSTed: OTLP over HTTP, in JSON')
        .meta({
          pattern: '^[hH][tT][tT][pP][sS]?://[^/?#]+/[^?#]',
          examples: ['http://collector:4318/v1/traces'],
        }),
      headers: z.record(ownHeaderName, headerSecret).default({}).describe('Sent with every export'),
    }),
    sampleRatio: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe(
        'Share of the traces that begin here and are kept; of one that a request came with its own word counts',
      ),
    serviceName: z
      .string()
      .min(1)
      .default('customer-cards-gateway')
      .describe('What traces call the gateway'),
  })
  .describe(
    "Traces, sent with OpenTelemetry's packages, which are installed beside the gateway; see docs/tracing.md",
  );

const plainUpstream = z.strictObject({
  ...upstreamBase,
  adapter: z.literal('plain').describe("The service speaks Plain's own protocol"),
  url: httpUrl.describe("Where Plain's request is POSTed"),
  headers: z.record(ownHeaderName, headerSecret).default({}).describe('Sent with every call'),
  sign: z
    .strictObject({ secret: secret.describe('Signing secret that the service knows') })
    .optional()
    .describe('Sign the request the way Plain does'),
  cards: cardsSchema.describe("By the key in Plain's settings"),
});

const sentryUpstream = z.strictObject({
  ...upstreamBase,
  adapter: z.literal('sentry').describe("The customer's newest issues in Sentry"),
  url: httpUrl.default('https://sentry.io').describe('Base URL of Sentry'),
  organization: z
    .string()
    .regex(/^[a-z0-9_-]+$/, 'expected the organization slug')
    .describe('Slug of the organization'),
  token: headerSecret.describe('Auth token with event:read'),
  project: z
    .array(z.string().regex(/^-?\d+$/, 'expected a project id in digits, in quotes'))
    .default([])
    .describe('Project ids; default: all that the token can see'),
  environment: z.array(z.string().min(1)).default([]).describe('Default: all'),
  query: z
    .string()
    .regex(
      /^(?!.*(?:[()]|(?:^|\s)or(?:\s|$)))/i,
      'expected terms without OR and parentheses: they would widen the search',
    )
    .default('is:unresolved')
    .describe('Search terms beside the e-mail'),
  statsPeriod: z
    .string()
    .regex(/^\d+[smhdw]$/, 'expected a number and s, m, h, d or w, such as 14d')
    .default('14d')
    .describe('How far back'),
  limit: z.int().min(1).max(10).default(3).describe('How many of the newest issues are shown'),
  empty: z
    .string()
    .min(1)
    .max(1000)
    .default('hide')
    .describe('"hide", or the text to show when there are no issues'),
  cards: cardsSchema.describe("By the key in Plain's settings"),
});

export const upstreamSchema = z.discriminatedUnion('adapter', [
  plainUpstream,
  sentryUpstream,
  jsonUpstream,
]);

export const gatewaySchema = z
  .strictObject({
    version: z.literal(1).describe('Of the format of these files'),
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
        port: port.default(8080).describe('0 takes any free port'),
        tls: tls.optional(),
      })
      .prefault({})
      .meta({ title: 'Where Plain asks: POST /cards and nothing else' }),
    admin: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
        port: port.default(8081).describe('0 takes any free port'),
        token: headerSecret
          .optional()
          .describe('Bearer token; without one only /livez, /readyz and /metrics answer'),
        allowedHosts: z
          .array(z.string().min(1))
          .default([])
          .describe(
            'Host names, beside the listener and localhost, under which the admin listener may be addressed',
          ),
        customerLookups: z
          .boolean()
          .default(true)
          .describe(
            'Whether the pages may show the cards of real customers; each look-up is logged',
          ),
        userHeader: headerName
          .optional()
          .describe(
            'Header in which a proxy in front names who asks, for the log; it replaces what clients send',
          ),
      })
      .prefault({})
      .meta({ title: 'Where you look: probes, metrics, and with the token everything else' }),
    auth: credentials.optional(),
    workspaces: z
      .record(
        z.string().regex(/^[\w-]{1,200}$/, "expected a workspace id of Plain's"),
        z.strictObject({
          auth: credentials,
          cards: z.array(cardKey).optional().describe('Default: all cards'),
        }),
      )
      .refine((workspaces) => Object.keys(workspaces).length > 0, {
        error: 'expected at least one workspace',
      })
      .meta({ minProperties: 1 })
      .optional()
      .describe(
        "By Plain-Workspace-Id: each workspace's own credentials and, optionally, the only cards it may ask for",
      ),
    trustProxy: z
      .array(
        z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
          error: 'expected an IP address or a range such as 10.0.0.0/8',
        }),
      )
      .default([])
      .describe('Addresses whose X-Forwarded-For is believed'),
    rateLimit: z
      .strictObject({
        requestsPerMinute: z.int().min(1).default(3_000).describe('Per credential'),
        failuresPerMinute: z
          .int()
          .min(1)
          .default(30)
          .describe('Failed authentications per address before 429'),
      })
      .prefault({})
      .meta({ title: 'How many requests are let in' }),
    maxInFlight: z
      .int()
      .min(1)
      .max(100_000)
      .default(500)
      .describe('Requests at the same time; more are refused with 503 and Retry-After'),
    deadlineMs: z
      .int()
      .min(100)
      .max(14_000)
      .default(5_000)
      .describe('An answer is written by then; Plain gives up at 15 s'),
    bodyLimitBytes: z
      .int()
      .min(1024)
      .max(1_048_576)
      .default(65_536)
      .describe('Largest request body'),
    maxCardBytes: z
      .int()
      .min(1024)
      .max(1_048_576)
      .default(65_536)
      .describe('A larger card becomes a notice'),
    drainMs: z
      .int()
      .min(0)
      .max(120_000)
      .default(1_000)
      .describe('How long a stopping gateway goes on serving after /readyz turned red'),
    logLevel: z
      .enum(['debug', 'info', 'warn', 'error'])
      .default('info')
      .describe(
        'debug adds every call of a service; warn keeps the requests in which a card could not be shown',
      ),
    cache: cacheSettings,
    tracing: tracing.optional(),
  })
  .refine((config) => (config.auth === undefined) !== (config.workspaces === undefined), {
    error:
      'expected auth or workspaces, one of the two: the gateway does not start without a secret',
    when: ({ value }) => isJsonObject(value), // beside other mistakes, not after them
  })
  .meta({ oneOf: [{ required: ['auth'] }, { required: ['workspaces'] }] });

export type Credentials = z.output<typeof credentials>;
export type CacheSettings = z.output<typeof cacheSettings>;
export type TracingConfig = z.output<typeof tracing>;
export type CardConfig = z.output<typeof card>;
export type BreakerSettings = z.output<typeof breaker>;
export type PlainUpstreamConfig = z.output<typeof plainUpstream>;
export type SentryUpstreamConfig = z.output<typeof sentryUpstream>;
export type UpstreamConfig = z.output<typeof upstreamSchema>;
export type GatewayFileConfig = z.output<typeof gatewaySchema>;
export type GatewayFileInput = z.input<typeof gatewaySchema>;
export type UpstreamInput = z.input<typeof upstreamSchema>;

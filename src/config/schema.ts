import { getHeapStatistics } from 'node:v8';
import { z } from 'zod';
import { heapProblem } from './heap.ts';
import { dimensions } from '../parse/customer.ts';

/** Plain's own pattern and length for card keys. */
const cardKey = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,500}$/, 'expected 1 to 500 of the characters a-z A-Z 0-9 _ -');
const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'expected a-z, 0-9 and -, starting with a letter, at most 63 characters',
  );
const port = z.int().min(0).max(65_535);
const milliseconds = z.int().min(1).max(120_000);
/** Plain's range for timeToLiveSeconds; the design's clamp. */
const ttlSeconds = z.int().min(15).max(31_536_000);
/** A stale window: 0 switches it off. */
const windowSeconds = z.int().min(0).max(31_536_000);
const secret = z.string().regex(/\S/, 'a secret must not be empty');
/** A secret that travels in a header: parsers drop white space at its ends, so it would never match. */
const headerSecret = z
  .string()
  .regex(
    /^[!-~](?:[ -~]*[!-~])?$/,
    'a secret in a header must not be empty; expected ASCII characters on one line, without white space at the ends',
  );
const pem = z
  .string()
  .regex(/-----BEGIN [A-Z0-9 ]+-----/, 'expected PEM text, usually ${file:/path/to.pem}');
const httpUrl = z
  .url({ protocol: /^https?$/, error: 'expected an absolute http or https URL' })
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'expected a URL without user name and password; send them in a header',
  });
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected an HTTP header name');

/** Headers that belong to the connection or to the adapter. */
const reservedHeaders =
  /^(?:connection|content-length|content-type|expect|host|keep-alive|plain-request-signature|plain-workspace-id|te|trailer|transfer-encoding|upgrade|x-request-timeout-ms)$/i;
const ownHeaderName = headerName.refine((header) => !reservedHeaders.test(header), {
  error: 'the gateway sets this header itself',
});

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
  });

const cacheSettings = z
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
  .prefault({});

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

const card = z.strictObject({
  key: cardKey.optional().describe("The service's own name of the card, when it differs"),
  ttlSeconds: ttlSeconds.optional().describe('TTL when the service says none'),
  staleWhileRevalidateSeconds: windowSeconds.optional().describe("Instead of the gateway's"),
  staleIfErrorSeconds: windowSeconds.optional().describe("Instead of the gateway's"),
  sends: z
    .array(z.enum(dimensions))
    .refine((sends) => sends.includes('customer'), {
      error: 'expected customer among the dimensions',
    })
    .default(['customer'])
    .describe('What the service is told, and so what the card is cached by'),
  fallbackUrl: httpUrl.optional().describe('Link on the notice card'),
  notice: notice.optional(),
  retired: z.boolean().default(false).describe('Answer "no data" without asking the service'),
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
  .prefault({});

const breaker = z
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
  .prefault({});

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

export const cardsSchema = z
  .record(
    cardKey,
    z.preprocess((value) => value ?? {}, card),
  )
  .refine((value) => Object.keys(value).length > 0, { error: 'expected at least one card' });

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

export const upstreamSchema = z.discriminatedUnion('adapter', [plainUpstream, sentryUpstream]);

export const gatewaySchema = z
  .strictObject({
    version: z.literal(1).describe('Of the format of these files'),
    listen: z
      .strictObject({
        host: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
        port: port.default(8080).describe('0 takes any free port'),
        tls: tls.optional(),
      })
      .prefault({}),
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
      })
      .prefault({}),
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
      .prefault({}),
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
    cache: cacheSettings,
  })
  .refine((config) => (config.auth === undefined) !== (config.workspaces === undefined), {
    error:
      'expected auth or workspaces, one of the two: the gateway does not start without a secret',
    when: ({ value }) => typeof value === 'object' && value !== null, // beside other mistakes, not after them
  });

export type Credentials = z.output<typeof credentials>;
export type CacheSettings = z.output<typeof cacheSettings>;
export type CardConfig = z.output<typeof card>;
export type BreakerSettings = z.output<typeof breaker>;
export type PlainUpstreamConfig = z.output<typeof plainUpstream>;
export type SentryUpstreamConfig = z.output<typeof sentryUpstream>;
export type UpstreamConfig = z.output<typeof upstreamSchema>;
export type GatewayFileConfig = z.output<typeof gatewaySchema>;
export type GatewayFileInput = z.input<typeof gatewaySchema>;
export type UpstreamInput = z.input<typeof upstreamSchema>;

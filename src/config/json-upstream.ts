import { z } from 'zod';
import { headerSecret, httpUrl, ownHeaderName, pem, secret } from './fields.ts';
import { expected } from './messages.ts';
import { cardBase, cardsOf, upstreamBase } from './upstream-base.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()], {
  error: ({ input }) => expected('text, a number, true or false', input),
});
const queryValue = z.union([scalar, z.array(scalar)], {
  error: ({ input }) => expected('text, a number, true or false, or a list of them', input),
});
const path = z
  .string()
  .regex(/^\/[^?#]*$/, 'expected a path that begins with /; what follows a ? is written as query:')
  .meta({ examples: ['/orders', '/customers/{customer.externalId}'] });
const jsonata = z.string().regex(/\S/, 'expected a JSONata expression');

/** One request; which methods there are is checked where it is used. */
const requestFields = {
  get: path
    .optional()
    .describe(
      'Path to GET below url; {customer.externalId}, {customer.email|lower} … are filled in',
    ),
  post: path.optional().describe('Path to POST to below url; for APIs that search by POST'),
  query: z
    .record(z.string().min(1), queryValue)
    .default({})
    .meta({ examples: [{ customer: '{lookup}', limit: 1 }] })
    .describe('Query parameters: text with {…}, a number, true, false, or a list of them'),
  body: z.json().optional().describe('JSON body of a POST; its texts may have {…}'),
  headers: z
    .record(ownHeaderName, z.string())
    .default({})
    .describe('Headers of this request; their values may have {…}'),
};

type RequestFields = Readonly<Partial<Record<'get' | 'post' | 'body', unknown>>>;

function hasOneMethod({ get, post }: RequestFields): boolean {
  return (get === undefined) !== (post === undefined);
}
const oneMethod = {
  error: 'expected get: or post:, one of the two, with the path of the request',
  when: isMapping,
};

function hasBodyOnPostOnly({ post, body }: RequestFields): boolean {
  return body === undefined || post !== undefined;
}
const bodyOnPostOnly = { path: ['body'], error: 'only a post: has a body', when: isMapping };
/** Both rules in the words of JSON Schema. */
const methodMeta = {
  oneOf: [{ required: ['get'] }, { required: ['post'] }],
  dependencies: { body: ['post'] },
};

/** Lets a rule speak beside other mistakes, not after them; but not beside a misspelt field, which may be the one that it misses. */
function isMapping({ value, issues }: z.core.ParsePayload): boolean {
  const isMisspelt = issues.some(({ code }) => code === 'unrecognized_keys');
  return typeof value === 'object' && value !== null && !isMisspelt;
}

const lookupStep = z
  .strictObject({
    ...requestFields,
    pick: jsonata
      .meta({ examples: ['id', 'data.id'] })
      .describe(
        'JSONata over the response that gives the id; no value goes on to the next step, several ids show "Several accounts match"',
      ),
  })
  .refine(hasOneMethod, oneMethod)
  .refine(hasBodyOnPostOnly, bodyOnPostOnly)
  .meta(methodMeta);

const card = z
  .strictObject({
    ...cardBase,
    ...requestFields,
    match: z
      .literal('externalId')
      .optional()
      .describe('Demand more than an e-mail address, which anyone can claim'),
    expect: z
      .record(jsonata, scalar)
      .default({})
      .meta({ examples: [{ 'data.customer': '{lookup}' }] })
      .describe(
        'By JSONata over the response: the text that each value has to be, such as "{lookup}"; the answer is refused otherwise',
      ),
    empty: z
      .string()
      .min(1)
      .max(1000)
      .default('hide')
      .describe('"hide", or the text to show when there is no data'),
    components: z
      .union([z.string().regex(/\S/), z.array(z.unknown())], {
        error: ({ input }) =>
          expected('a list of components, or one "{{ expression }}" that gives it', input),
      })
      .describe(
        "Plain's components as YAML; their texts may have {{ JSONata }}, and each component if: and forEach:. Or one {{ expression }} that gives the whole list",
      ),
  })
  .refine(hasOneMethod, oneMethod)
  .refine(hasBodyOnPostOnly, bodyOnPostOnly)
  .meta(methodMeta);

const tls = z
  .strictObject({
    ca: pem.optional().describe("CA in PEM, instead of the system's"),
    cert: pem
      .optional()
      .describe('Client certificate chain in PEM, usually ${file:/path/cert.pem}'),
    key: pem.optional().describe('Private key of the client certificate in PEM'),
  })
  .refine(({ cert, key }) => (cert === undefined) === (key === undefined), {
    error: 'expected cert and key, both or none',
    when: isMapping,
  })
  .meta({ dependencies: { cert: ['key'], key: ['cert'] } });

const oauth2 = z
  .strictObject({
    tokenUrl: httpUrl.describe('Where tokens are fetched'),
    clientId: secret.describe('Id of the client'),
    clientSecret: secret.describe('Secret of the client'),
    scope: z.string().min(1).optional().describe('Scopes, separated by spaces'),
    audience: z.string().min(1).optional().describe('Audience, where the service wants one'),
    authMethod: z
      .enum(['client_secret_basic', 'client_secret_post'])
      .default('client_secret_basic')
      .describe('Whether the secret goes in the Authorization header or in the body'),
    tls: tls.optional().describe('Own CA and client certificate for tokenUrl'),
  })
  .describe('OAuth 2 client credentials: the token is kept, and renewed before its end');

const authMethods = ['bearer', 'basic', 'header', 'oauth2'] as const;

const auth = z
  .strictObject({
    bearer: headerSecret.optional().describe('Token for "Authorization: Bearer …"'),
    basic: z
      .strictObject({
        username: z
          .string()
          .regex(/^[^:\p{Cc}]*$/u, 'expected a user name without colon')
          .describe('User name, or the API key of services that want it there'),
        password: z.string().default('').describe('Password'),
      })
      .optional()
      .describe('Basic authentication'),
    header: z
      .strictObject({
        name: ownHeaderName.describe('Name of the header'),
        value: headerSecret.describe('Its value'),
      })
      .optional()
      .describe('A header with a key'),
    oauth2: oauth2.optional(),
  })
  .refine((value) => authMethods.filter((method) => value[method] !== undefined).length === 1, {
    error: 'expected one of bearer, basic, header and oauth2',
    when: isMapping,
  })
  .meta({ minProperties: 1, maxProperties: 1 });

export const jsonUpstream = z.strictObject({
  ...upstreamBase,
  adapter: z.literal('json').describe('Any JSON API, mapped to cards in this file'),
  url: httpUrl
    .refine((url) => !/[?#]/.test(url), {
      error: 'expected a URL without query and fragment; write what is asked into the cards',
    })
    .meta({ pattern: '^[hH][tT][tT][pP][sS]?://[^?#]*$' })
    .describe('Base of the API; paths are put behind it'),
  auth: auth.optional().describe('How the gateway proves itself: bearer, basic, header or oauth2'),
  tls: tls.optional().describe('Own CA and client certificate for url'),
  headers: z.record(ownHeaderName, headerSecret).default({}).describe('Sent with every request'),
  lookup: z
    .array(lookupStep)
    .min(1)
    .optional()
    .describe(
      'Finds the id of the customer, {lookup}, for all cards that use it; the first step that finds one decides',
    ),
  lookupTtlSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(60)
    .describe('How long a found id is kept; "not found" never is'),
  cards: cardsOf(card).describe("By the key in Plain's settings"),
});

export type JsonUpstreamConfig = z.output<typeof jsonUpstream>;
export type JsonCardConfig = z.output<typeof card>;
export type LookupStepConfig = z.output<typeof lookupStep>;
export type RequestConfig = Pick<LookupStepConfig, 'get' | 'post' | 'query' | 'body' | 'headers'>;
export type JsonAuthConfig = z.output<typeof auth>;
export type OAuth2Config = z.output<typeof oauth2>;
export type TlsConfig = z.output<typeof tls>;

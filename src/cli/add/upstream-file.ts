import { upstreamModeline } from '../../config/modelines.ts';
import { scalar } from './scalar.ts';

/** What has to be known of a service to write its file. */
export interface UpstreamFacts {
  readonly name: string;
  readonly adapter: Adapter;
  readonly url: string;
  /** By their keys in Plain; at least one. */
  readonly cards: readonly string[];
  /** Whether it wants a token, from an environment variable. */
  readonly hasToken: boolean;
  /** Of Sentry. */
  readonly organization: string;
}

export const adapters = ['plain', 'json', 'sentry'] as const;
export type Adapter = (typeof adapters)[number];

/** The environment variable that holds the service's token. */
export function tokenVariable({ name }: Pick<UpstreamFacts, 'name'>): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_TOKEN`;
}

/** The text of an upstream's file: valid as it is, and told where to go on. */
export function upstreamFile(facts: UpstreamFacts): string {
  return templates[facts.adapter](facts);
}

const templates: Readonly<Record<Adapter, (facts: UpstreamFacts) => string>> = {
  plain: (facts) => `${head(facts, "an endpoint that speaks Plain's own protocol")}
${commentedUnless(facts.hasToken, `headers: { authorization: 'Bearer \${${tokenVariable(facts)}}' }`)} # sent with every call
# sign: { secret: '\${${tokenVariable(facts).replace(/_TOKEN$/, '_SIGNING_SECRET')}}' } # if it checks Plain's signature
${timing(2_000)}

# By the key in Plain's settings; each key belongs to one service.
cards:
${facts.cards.map(plainCard).join('\n')}
`,
  json: (facts) => `${head(facts, 'a JSON API, made into cards by this file')}
${commentedUnless(facts.hasToken, `auth: { bearer: '\${${tokenVariable(facts)}}' }`)} # or basic, header, oauth2
${timing(2_000)}

# If the API knows customers by an id of its own: how it is found, for all cards. The first step that finds one decides,
# and requests use it as {lookup}.
# lookup:
#   - { get: '/customers/{customer.externalId}', pick: id }
#   - { get: /customers, query: { email: '{customer.email|lower}', limit: 2 }, pick: data.id }

# By the key in Plain's settings; each key belongs to one service. \`customer-cards-gateway try\` shows them as agents see
# them; with --explain also what was asked, what came back, and what each {{ … }} came to.
cards:
${facts.cards.map(jsonCard).join('\n')}
`,
  sentry: (facts) => `${head(facts, "the customer's newest errors, found by e-mail")}
organization: ${scalar(facts.organization)}
token: \${${tokenVariable(facts)}} # of an internal integration, with event:read
${timing(4_000)}
limit: 3
empty: No unresolved errors # or hide: no card then

# By the key in Plain's settings.
cards:
${facts.cards.map(sentryCard).join('\n')}
`,
};

function head({ name, adapter, url }: UpstreamFacts, what: string): string {
  return `${upstreamModeline}
# ${titleOf(name)}: ${what}.
name: ${scalar(name)}
title: ${scalar(titleOf(name))} # what agents read when a card can't be loaded
# team: ${name}-team # alerts carry it
adapter: ${adapter}
url: ${scalar(url)}`;
}

function timing(timeoutMs: number): string {
  return `timeoutMs: ${timeoutMs} # of one call, with its retry
# limits: { concurrency: 20, requestsPerSecond: 50 } # the most that it is asked`;
}

/** What every card needs is told at the first. */
function plainCard(key: string, index: number): string {
  if (index > 0) return `  ${scalar(key)}: { ttlSeconds: 300 }`;
  return `  ${scalar(key)}:
    ttlSeconds: 300 # when its answer does not say
    # fallbackUrl: https://example.com # a link beside "couldn't load"
    # sends: [customer, thread] # only what is listed is sent, and the card is cached by it`;
}

function jsonCard(key: string, index: number): string {
  const components = `    components:
      - componentRow:
          rowMainContent: [{ componentText: { text: '{{ name }}' } }]
          rowAsideContent: [{ componentBadge: { badgeLabel: '{{ status }}', badgeColor: GREY } }]`;
  const get = "    get: '/customers/{customer.externalId}'";
  if (index > 0) return `  ${scalar(key)}:\n    ttlSeconds: 120\n${get}\n${components}`;
  return `  ${scalar(key)}:
    ttlSeconds: 120
${get} # below url; {customer.email|lower}, {lookup} … are filled in
    # query: { limit: 1 }
    # empty: Nothing yet # shown when there is no data; without it there is no card then
    # Plain's components. {{ … }} is JSONata over the answer; a component whose text has no value is left out.
${components}
      - if: $exists(createdAt)
        componentText: { text: 'Since {{ $date(createdAt) }}', textSize: S, textColor: MUTED }`;
}

function sentryCard(key: string): string {
  return `  ${scalar(key)}:
    ttlSeconds: 120`;
}

function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function commentedUnless(isWanted: boolean, line: string): string {
  return isWanted ? line : `# ${line}`;
}

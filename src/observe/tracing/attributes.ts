import { cacheResults } from '../events.ts';

/** Where an attribute is found. */
export type On = 'request' | 'call' | 'HTTP request';

export interface Attribute {
  readonly on: readonly On[];
  /** docs/tracing.md shows it. */
  readonly help: string;
}

const everywhere: readonly On[] = ['request', 'call', 'HTTP request'];

/** All that a span may say. Names without `customer_cards.` are OpenTelemetry's semantic conventions for HTTP. */
export const attributes = {
  'http.request.method': { on: ['request', 'HTTP request'], help: '`GET` or `POST`' },
  'http.route': { on: ['request'], help: 'The path that the gateway answers at' },
  'url.scheme': { on: ['request'], help: '`http` or `https`' },
  'http.response.status_code': {
    on: ['request', 'HTTP request'],
    help: 'Absent when no answer came, or nobody took it',
  },
  'error.type': {
    on: everywhere,
    help: 'Makes the span one of an error: the status that was one, `aborted` for a client that gave up, else the reason',
  },
  'server.address': { on: ['HTTP request'], help: "The host of the service's `url`" },
  'server.port': { on: ['HTTP request'], help: 'Its port' },
  'url.template': {
    on: ['HTTP request'],
    help: 'The path below `url` as a file for a JSON API has it, with placeholders; what is neither a word nor a version in it is `*`',
  },
  'http.request.resend_count': {
    on: ['HTTP request'],
    help: 'From 1, when the request repeats one that failed',
  },
  'customer_cards.request.id': { on: ['request'], help: 'As in the log' },
  'customer_cards.request.ref': { on: ['request'], help: 'What agents read on notice cards' },
  'customer_cards.request.outcome': {
    on: ['request'],
    help: '`answered`, or why it was refused: the words of the metrics',
  },
  'customer_cards.request.cause': { on: ['request'], help: 'Which check refused it' },
  'customer_cards.request.deadline_missed': {
    on: ['request'],
    help: 'Whether a card could not be waited for any longer',
  },
  'customer_cards.request.unknown_keys': {
    on: ['request'],
    help: 'How many keys no service registers; they are not named',
  },
  'customer_cards.card.outcome.<card>': { on: ['request'], help: "A card's outcome" },
  'customer_cards.card.cache.<card>': {
    on: ['request'],
    help: `What the cache had: ${Object.values(cacheResults)
      .map((result) => `\`${result}\``)
      .join(', ')}`,
  },
  'customer_cards.card.reason.<card>': {
    on: ['request', 'call'],
    help: 'Why the card is `unavailable` or `stale_error`; why it failed although its call went well',
  },
  'customer_cards.upstream': { on: ['call'], help: 'Name of the service' },
  'customer_cards.call.cards': { on: ['call'], help: 'The cards that it was for' },
  'customer_cards.call.result': { on: ['call'], help: '`ok`, or the reason of the failure' },
  'customer_cards.breaker.state': {
    on: ['call'],
    help: 'Of the circuit breaker when the call began',
  },
  'customer_cards.reason': { on: ['HTTP request'], help: "The failure in the gateway's own words" },
  'customer_cards.phase_ms.<phase>': {
    on: everywhere,
    help: 'Where the time went',
  },
} as const satisfies Readonly<Record<string, Attribute>>;

type Fixed<Name> = Name extends `${infer Prefix}.<${string}>` ? `${Prefix}.${string}` : Name;
export type SpanValue = string | number | boolean | string[];
/** What is undefined is left out. */
export type SpanAttributes = {
  readonly [Name in Fixed<keyof typeof attributes>]?: SpanValue | undefined;
};

import type { Arguments } from '../command.ts';
import type { Answers } from './facts.ts';

/** What tells of a service without being asked. */
export const upstreamOptions = {
  adapter: {
    type: 'string',
    value: 'ADAPTER',
    summary: "json (any JSON API), plain (an endpoint that speaks\nPlain's protocol) or sentry",
  },
  url: { type: 'string', value: 'URL', summary: 'where the service is' },
  card: {
    type: 'string',
    multiple: true,
    value: 'KEY',
    summary: 'a card by its key in Plain; may be given several times',
  },
  organization: { type: 'string', value: 'SLUG', summary: 'of Sentry' },
  'no-token': { type: 'boolean', summary: 'the service wants no bearer token' },
  force: { type: 'boolean', summary: 'replace files that are there; never .env' },
} as const;

export type UpstreamValues = Arguments<typeof upstreamOptions>['values'];

export function answersFrom(name: string | undefined, values: UpstreamValues): Partial<Answers> {
  const { adapter, url, card, organization } = values;
  const answers = {
    name,
    adapter,
    url,
    organization,
    cards: card.length === 0 ? undefined : card.join(' '),
    token: values['no-token'] ? 'no' : undefined,
  };
  return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));
}

import type { Server } from '../server.ts';
import { defaultCustomer } from './customers.ts';

export interface BannerFacts {
  readonly server: Pick<Server, 'url' | 'adminUrl'>;
  readonly services: Readonly<Record<string, string>>;
  readonly secrets: { readonly CARDS_TOKEN: string; readonly ADMIN_TOKEN: string };
}

const cardKeys = [
  'customer-details',
  'subscription-status',
  'latest-invoice',
  'usage',
  'last-order',
  'sentry',
  'workflow-card',
];

/** What a person sees after `npm start`: what runs where, and a line to paste. */
export function banner({ server, services, secrets }: BannerFacts): string {
  const [billing = ''] = Object.values(services);
  const places = Object.entries(services).map(
    ([name, url]) => `  ${name.replace('_URL', '').toLowerCase().padEnd(10)}${url}`,
  );
  const tryCards = (keys: readonly string[]) => `CARDS_TOKEN='${secrets.CARDS_TOKEN}' \\
  npm start --silent -- try ${keys.join(' ')} \\
  --url ${server.url}/cards --email ${defaultCustomer.email} --external-id ${defaultCustomer.externalId}`;
  return `
customer-cards-gateway, demo

Open this to see the cards, and where they come from:

  ${server.adminUrl}/#token=${secrets.ADMIN_TOKEN}

  cards     ${server.url}/cards
  admin     ${server.adminUrl}
${places.join('\n')}

Ask for all seven cards:

curl -s ${server.url}/cards \\
  -H 'Authorization: Bearer ${secrets.CARDS_TOKEN}' -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ cardKeys, customer: defaultCustomer })}'

See them as agents do:

${tryCards(cardKeys)}

Break a service (modes: ${billing}/demo/behaviour):

curl -s ${billing}/demo/behaviour -d mode=hang

Reload one of its cards, as a click in Plain does: it shows the last good copy, and the other cards don't notice.

${tryCards(['usage'])}

See how the services are doing:

curl -s ${server.adminUrl}/upstreams -H 'Authorization: Bearer ${secrets.ADMIN_TOKEN}'

Ctrl+C stops everything.

`;
}

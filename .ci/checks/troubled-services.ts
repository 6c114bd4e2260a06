import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuthority } from './certificates.ts';
import { startMoodyService } from './moody-service.ts';
import type { Mood, MoodyService } from './moody-service.ts';
import { freePorts } from './ports.ts';

/** A service with one card, called as in the runbooks. */
interface Member {
  readonly card: string;
  readonly team: string;
  readonly adapter: keyof typeof adapters;
  /** While there is trouble. */
  readonly mood: Mood;
}

const adapters = {
  plain: ({ name, card, url }: { name: string; card: string; url: string }): string => `
adapter: plain
url: ${url}
headers: { authorization: "Bearer \${file:secrets/${name}-token}" }
cards: { ${card}: {} }
`,
  json: ({ card, url }: { card: string; url: string }): string => `
adapter: json
url: ${url}
cards:
  ${card}:
    get: /customers/{customer.externalId}
    query: { customer: '{customer.externalId}' }
    expect: { customer: '{customer.externalId}' }
    components: [{ componentText: { text: 'All is well' } }]
`,
};

const members: Readonly<Record<string, Member>> = {
  accounts: { card: 'customer-details', team: 'identity', adapter: 'plain', mood: 'refusal' },
  billing: { card: 'usage', team: 'payments', adapter: 'plain', mood: 'error' },
  catalog: { card: 'offers', team: 'growth', adapter: 'plain', mood: 'large' },
  loyalty: { card: 'points', team: 'growth', adapter: 'json', mood: 'not_found' },
  orders: { card: 'last-order', team: 'fulfilment', adapter: 'json', mood: 'wrong_customer' },
  reports: { card: 'health', team: 'growth', adapter: 'plain', mood: 'slow' },
  shipping: { card: 'parcels', team: 'fulfilment', adapter: 'plain', mood: 'invalid_card' },
};

/** Services whose authority's certificate expires in so many days. Nobody asks them anything. */
const expiring = { contracts: 10, documents: 1 };

const withCertificate = (name: string): string => `name: ${name}
adapter: json
url: https://127.0.0.1:9
tls: { ca: "\${file:tls/${name}.pem}" }
cards: { ${name}: { get: /, components: [{ componentDivider: {} }] } }
`;

/** As in docs/going-live.md, but that little is much here. */
const gatewayYaml = (port: number, adminPort: number): string => `version: 1
listen: { port: ${port} }
admin: { port: ${adminPort}, token: "\${file:secrets/admin-token}" }
auth:
  headers:
    - { id: cards-a, name: authorization, value: "Bearer \${file:secrets/cards-token-a}" }
    - { id: cards-b, name: authorization, value: "Bearer \${file:secrets/cards-token-b}" }
maxInFlight: 30
drainMs: 120000
rateLimit: { requestsPerMinute: 1000000 }
cache: { maxBytes: 1048576, coolDownSeconds: 0 }
`;

/** What the gateway's token is in `traffic.ts`, and others that nobody uses. */
const secrets = { 'admin-token': 'let-me-look', 'cards-token-a': 'a', 'cards-token-b': 'b' };

export interface TroubledServices {
  /** The keys of their cards. */
  readonly cards: readonly string[];
  beInTrouble(): void;
  beWell(): void;
  close(): void;
}

/** Starts services and writes the configuration of a gateway for them. */
export async function startTroubledServices(directory: string): Promise<TroubledServices> {
  const services: (readonly [Member, MoodyService])[] = [];
  const write = (file: string, text: string) => writeFile(join(directory, file), text);
  for (const part of ['upstreams', 'secrets']) await mkdir(join(directory, part));
  for (const [name, member] of Object.entries(members)) {
    const { card, team, adapter } = member;
    const service = await startMoodyService();
    services.push([member, service]);
    const head = `name: ${name}\nteam: ${team}\ntimeoutMs: 5000\nbreaker: { openMs: 500, maxOpenMs: 1000 }`;
    const text = adapters[adapter]({ name, card, url: service.url });
    await write(`upstreams/${name}.yaml`, head + text);
    await write(`secrets/${name}-token`, 'too-old');
  }
  for (const [name, days] of Object.entries(expiring)) {
    await createAuthority(join(directory, 'tls'), name, days);
    await write(`upstreams/${name}.yaml`, withCertificate(name));
  }
  for (const [name, value] of Object.entries(secrets)) await write(`secrets/${name}`, value);
  const [port = 0, adminPort = 0] = await freePorts(2);
  await write('gateway.yaml', gatewayYaml(port, adminPort));
  return {
    cards: Object.values(members).map(({ card }) => card),
    beInTrouble: () => services.forEach(([{ mood }, service]) => (service.mood = mood)),
    beWell: () => services.forEach(([, service]) => (service.mood = 'well')),
    close: () => services.forEach(([, service]) => service.close()),
  };
}

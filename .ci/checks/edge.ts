import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places } from './adapt.ts';
import { createAuthority, issue } from './certificates.ts';
import type { Certificate } from './certificates.ts';
import { startGateway, startService } from './gateway.ts';
import type { GatewayProcess, Service } from './gateway.ts';
import { installNginx, startNginx } from './nginx.ts';
import type { Nginx, NginxFiles } from './nginx.ts';
import type { Client, ClientCertificate } from './plain-client.ts';
import { freePorts } from './ports.ts';

/** How Plain reaches the gateway. */
export type Way =
  'TLS ends in nginx' | 'client certificates end in nginx' | 'TLS ends in the gateway';

/** A service, the gateway, nginx before it, and a Plain that knows the secrets. */
export interface Edge {
  readonly directory: string;
  readonly service: Service;
  readonly client: Client;
  /** Signed by an authority that nobody believes. */
  readonly otherCertificate: ClientCertificate;
  readonly gateway: GatewayProcess;
  readonly nginx: Nginx;
  startGateway(): Promise<GatewayProcess>;
  stop(): Promise<void>;
}

export const serverName = 'cards.example.com';
export const signingSecret = 'plain-signing-secret';
export const authorization = 'Bearer cards-token';
export const manyKeys = Array.from({ length: 25 }, (_, index) => `card-${index}`);

/** Of nginx, of the gateway, and of the one that takes over from it. */
export interface Ports {
  readonly nginx: number;
  readonly gateway: number;
  readonly next: number;
}

/** customer-cards.conf, and what is other here. */
export const conf = { 'conf.d/customer-cards.conf': 'config/nginx/customer-cards.conf' };
export const confPlaces = ({ nginx, gateway, next }: Ports): Places => ({
  // With a small buffer in the system an answer has to wait in nginx.
  'listen 443 ssl default_server;': `listen 127.0.0.1:${nginx} ssl default_server sndbuf=16k;`,
  'listen [::]:443 ssl default_server;': '', // not every machine has IPv6
  '127.0.0.1:8080': `127.0.0.1:${gateway}`,
  '127.0.0.1:8082': `127.0.0.1:${next}`,
});

/** What of nginx's own files each way takes. */
const ways: Readonly<
  Record<Way, Pick<NginxFiles, 'files' | 'added'> & { places: (ports: Ports) => Places }>
> = {
  'TLS ends in nginx': { files: conf, places: confPlaces },
  'client certificates end in nginx': {
    files: {
      ...conf,
      'customer-cards/server.d/client-certificate.conf': 'config/nginx/client-certificate.conf',
    },
    places: confPlaces,
  },
  'TLS ends in the gateway': {
    files: { 'passthrough.conf': 'config/nginx/passthrough.conf' },
    added: 'include /etc/nginx/passthrough.conf;\n',
    places: ({ nginx, gateway, next }) => ({
      'listen 443;': `listen 127.0.0.1:${nginx};`,
      'listen [::]:443;': '',
      '127.0.0.1:8443': `127.0.0.1:${gateway}`,
      '127.0.0.1:8444': `127.0.0.1:${next}`,
    }),
  },
};

export async function startEdge(way: Way): Promise<Edge> {
  const directory = await mkdtemp(join(tmpdir(), 'edge-'));
  await chmod(directory, 0o755); // nginx's workers are another user
  const authority = await createAuthority(join(directory, 'believed'), 'authority');
  const stranger = await createAuthority(join(directory, 'others'), 'authority');
  const own = await issue(authority, join(directory, 'believed'), serverName);
  const [nginxPort = 0, gatewayPort = 0, next = 0] = await freePorts(3);
  const service = await startService();
  await writeConfig(join(directory, 'config'), {
    listen: `port: ${gatewayPort}${way === 'TLS ends in the gateway' ? tlsOf(own, authority) : ''}`,
    origin: service.origin,
  });
  await installCertificates(join(directory, 'nginx/customer-cards'), own, authority);
  const { files, added = '', places } = ways[way];
  await installNginx({
    directory,
    files,
    added,
    places: places({ nginx: nginxPort, gateway: gatewayPort, next }),
  });
  const nginx = await startNginx(directory, nginxPort);
  const begin = () => startGateway(join(directory, 'config'));
  const gateway = await begin();
  return {
    directory,
    service,
    gateway,
    nginx,
    client: {
      port: nginxPort,
      ca: await readFile(authority.cert, 'utf8'),
      serverName,
      certificate: await read(await issue(authority, join(directory, 'believed'), 'plain')),
      authorization: () => authorization,
      signingSecret: () => signingSecret,
    },
    otherCertificate: await read(await issue(stranger, join(directory, 'others'), 'plain')),
    startGateway: begin,
    async stop() {
      await nginx.stop();
      gateway.kill();
      service.close();
      await gateway.exit;
      await rm(directory, { recursive: true });
    },
  };
}

async function read({ cert, key }: Certificate): Promise<ClientCertificate> {
  return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
}

async function writeConfig(
  directory: string,
  { listen, origin }: { readonly listen: string; readonly origin: string },
): Promise<void> {
  await mkdir(join(directory, 'upstreams'), { recursive: true });
  await writeFile(
    join(directory, 'gateway.yaml'),
    `version: 1
listen: { ${listen} }
admin: { port: 0 }
trustProxy: [127.0.0.1]
rateLimit: { failuresPerMinute: 3 }
auth:
  headers: [{ id: plain, name: authorization, value: ${authorization} }]
  signing: { secrets: [${signingSecret}] }
`,
  );
  await writeFile(
    join(directory, 'upstreams/billing.yaml'),
    `name: billing
adapter: plain
url: ${origin}/cards
maxResponseBytes: 4000000
cards: { ${manyKeys.map((key) => `${key}: {}`).join(', ')} }
`,
  );
}

function tlsOf(own: Certificate, authority: Certificate): string {
  const file = (path: string): string => `"\${file:${path}}"`;
  return `, tls: { cert: ${file(own.cert)}, key: ${file(own.key)}, clientCa: ${file(authority.cert)} }`;
}

/** Where customer-cards.conf and client-certificate.conf look for them. */
export async function installCertificates(
  directory: string,
  own: Certificate,
  authority: Certificate,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await cp(own.cert, join(directory, 'fullchain.pem'));
  await cp(own.key, join(directory, 'key.pem'));
  await cp(authority.cert, join(directory, 'plain-client-ca.pem'));
}

import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { banner } from '../src/demo/banner.ts';

/** What a person needs to know. */
export interface Tokens {
  readonly CARDS_TOKEN: string;
  readonly ADMIN_TOKEN: string;
}

/**
 * Gives the services of docker-compose.yml random secrets: environment files in `directory`, each with what its service
 * needs. The first call writes them; later ones return the same. Rejects when the files can't be read or written.
 */
export async function provideSecrets(directory: string): Promise<Tokens> {
  const { CARDS_TOKEN, ADMIN_TOKEN } = parseEnv(await readGateway(directory));
  if (CARDS_TOKEN && ADMIN_TOKEN) return { CARDS_TOKEN, ADMIN_TOKEN };
  return createSecrets(directory);
}

async function readGateway(directory: string): Promise<string> {
  return readFile(join(directory, 'gateway.env'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

/** The gateway's file is written last: while it isn't there, nothing is settled. */
async function createSecrets(directory: string): Promise<Tokens> {
  const [billing, orders, accounts, sentry] = [secret(), secret(), secret(), secret()];
  const tokens = { CARDS_TOKEN: secret(), ADMIN_TOKEN: secret() };
  const files = {
    billing: { TOKEN: billing },
    orders: { TOKEN: orders },
    accounts: { SIGNING_SECRET: accounts },
    sentry: { TOKEN: sentry },
    gateway: {
      ...tokens,
      BILLING_TOKEN: billing,
      ORDERS_TOKEN: orders,
      ACCOUNTS_SIGNING_SECRET: accounts,
      SENTRY_TOKEN: sentry,
    },
  };
  for (const [name, values] of Object.entries(files)) {
    await writeFile(join(directory, `${name}.env`), toEnv(values), { mode: 0o600 });
  }
  return tokens;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function toEnv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The banner of the demo, with the addresses that docker-compose.yml publishes. */
export function composeBanner(secrets: Tokens): string {
  const server = { url: 'http://127.0.0.1:8080', adminUrl: 'http://127.0.0.1:8081' };
  const services = {
    BILLING_URL: 'http://127.0.0.1:8091',
    ORDERS_URL: 'http://127.0.0.1:8092',
    ACCOUNTS_URL: 'http://127.0.0.1:8093',
    SENTRY_URL: 'http://127.0.0.1:8094',
    DASHBOARD_URL: 'http://127.0.0.1:3000',
  };
  return banner({ server, services, secrets });
}

if (import.meta.main) {
  process.stdout.write(composeBanner(await provideSecrets(process.argv[2] ?? '/secrets')));
}

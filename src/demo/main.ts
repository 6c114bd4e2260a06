import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { disk } from '../config/files.ts';
import type { Files } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { formatProblems } from '../config/problem.ts';
import { trackReads } from '../config/reads.ts';
import { main } from '../main.ts';
import { runGateway, takeSignals } from '../run.ts';
import { createAccountsService } from './accounts.ts';
import { banner } from './banner.ts';
import { createBillingService } from './billing.ts';
import { demoCustomers } from './customers.ts';
import { createDemoLog } from './log.ts';
import { createOrdersService } from './orders.ts';
import { createSentryService } from './sentry.ts';

/** `npm start`: with arguments the gateway itself, without any the demo. */
const args = process.argv.slice(2);
if (import.meta.main) await (args.length > 0 ? main(args) : demo());

/**
 * The gateway on the shipped configuration, which is read again when it changes, with four demo services on loopback and a
 * random token at each start.
 */
async function demo(): Promise<void> {
  const secret = () => randomBytes(24).toString('base64url');
  const secrets = {
    CARDS_TOKEN: secret(),
    ADMIN_TOKEN: secret(),
    BILLING_TOKEN: secret(),
    ORDERS_TOKEN: secret(),
    ACCOUNTS_SIGNING_SECRET: secret(),
    SENTRY_TOKEN: secret(),
  };
  const services = {
    BILLING_URL: await listen(createBillingService({ token: secrets.BILLING_TOKEN }), 8091),
    ORDERS_URL: await listen(createOrdersService({ token: secrets.ORDERS_TOKEN }), 8092),
    ACCOUNTS_URL: await listen(
      createAccountsService({ signingSecret: secrets.ACCOUNTS_SIGNING_SECRET }),
      8093,
    ),
    SENTRY_URL: await listen(createSentryService({ token: secrets.SENTRY_TOKEN }), 8094),
  };
  const { PORT, ADMIN_PORT } = process.env;
  const directory = fileURLToPath(new URL('../../config', import.meta.url));
  const load = (files: Files) =>
    loadConfig(directory, { PORT, ADMIN_PORT, ...secrets, ...services }, files);
  const reads = trackReads(disk);
  const loaded = await load(reads);
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  const server = await runGateway(loaded.config, {
    log: createDemoLog(process.stdout),
    life: takeSignals(),
    source: { directory, load, reads },
    demoCustomers,
  });
  process.stdout.write(banner({ server, services, secrets }));
}

/** On the port that the README names, or on any free one. */
async function listen(service: FastifyInstance, port: number): Promise<string> {
  return service.listen({ host: '127.0.0.1', port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return service.listen({ host: '127.0.0.1', port: 0 });
  });
}

import type { FastifyInstance } from 'fastify';
import type { ServiceOptions } from './card-service.ts';

/**
 * Runs one demo service by itself until SIGTERM or SIGINT. Reads HOST (127.0.0.1), PORT (`defaultPort`; 0 picks a free one),
 * TOKEN and SIGNING_SECRET (both: nothing demanded).
 */
export async function serve(
  name: string,
  defaultPort: number,
  createService: (options: ServiceOptions) => FastifyInstance,
): Promise<void> {
  const { env } = process;
  const app = createService({
    token: env['TOKEN'] || undefined,
    signingSecret: env['SIGNING_SECRET'] || undefined,
  });
  const address = await app.listen({
    host: env['HOST'] || '127.0.0.1',
    port: Number(env['PORT'] || defaultPort),
  });
  const stop = (): void => void app.close();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  process.stdout.write(`${name} demo service on ${address}\n`);
}

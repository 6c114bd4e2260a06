import { parseOptions } from '../../src/config/options.ts';
import { secret } from './bench.ts';
import { loadGateway } from './mutant.ts';
import type { Mutation } from './mutant.ts';

interface Signed {
  readonly url: string;
  close(): Promise<void>;
}

/** A gateway that demands a secret and a signature, in front of one service. */
export async function startSigned(options: {
  readonly url: string;
  readonly signingSecret: string;
  readonly without: readonly Mutation[];
}): Promise<Signed> {
  const { assembleGateway, startServer } = await loadGateway(options.without);
  const { gateway, upstreams } = parseOptions({
    auth: {
      headers: [{ name: 'authorization', value: secret }],
      signing: { secrets: [options.signingSecret] },
    },
    rateLimit: { failuresPerMinute: 10_000_000 },
    upstreams: [{ name: 'faulty', adapter: 'plain', url: options.url, cards: { faulty: {} } }],
  });
  const listen = { ...gateway.listen, port: 0 };
  const admin = { ...gateway.admin, port: 0 };
  const server = await startServer(
    assembleGateway({ gateway: { ...gateway, listen, admin, drainMs: 0 }, upstreams }),
  );
  return { url: server.url, close: () => server.stop() };
}

import { Server as TlsServer } from 'node:tls';
import type { DemoCustomer } from './admin/api.ts';
import { createAdminApp, createPublicApp, tlsOptions } from './app.ts';
import type { TlsSettings } from './app.ts';
import type { Gateway } from './gateway.ts';

/** The gateway on its two listeners. */
export interface Server {
  /** Where it really listens: with port 0 the system has chosen one. */
  readonly url: string;
  readonly adminUrl: string;
  /** Serves new connections with another certificate. Throws, and keeps the old one, when the key is not the certificate's. */
  renewTls(tls: TlsSettings): void;
  /**
   * Drains: /readyz turns red, the public listener goes on serving for `drainMs` and finishes what it began; the admin
   * listener closes last. A client that is not done a second after its answer had to be written is cut off. Calling it
   * again returns the same promise.
   */
  stop(): Promise<void>;
}

/** Listens on both addresses of the gateway's settings. Rejects, with nothing left open, when one is taken. */
export async function startServer(
  gateway: Gateway,
  demoCustomers: readonly DemoCustomer[] = [],
): Promise<Server> {
  const { clock, settings } = gateway;
  const { listen, admin } = settings;
  let isReady = false;
  let isDraining = false;
  const publicApp = createPublicApp(gateway);
  const adminApp = createAdminApp(gateway, () => isReady, demoCustomers);
  // A kept connection would close just as its client sends on it, or, busy until now, hold up the end while it idles.
  for (const app of [publicApp, adminApp]) {
    app.addHook('onSend', (_request, reply, payload, done) => {
      if (isDraining) reply.header('connection', 'close');
      done(null, payload);
    });
  }

  /** Node's limits on slow clients end when a server begins to close. */
  async function close(app: ReturnType<typeof createPublicApp>, withinMs: number): Promise<void> {
    const cancel = clock.after(withinMs, () => app.server.closeAllConnections());
    await app.close();
    cancel();
  }

  async function closeAll(): Promise<void> {
    await close(publicApp, gateway.settings.deadlineMs + 1_000);
    await close(adminApp, 1_000);
  }

  async function drain(): Promise<void> {
    isReady = false;
    isDraining = true;
    gateway.events.draining();
    const { drainMs } = gateway.settings;
    await pause(drainMs);
    await closeAll();
  }

  let stopped: Promise<void> | undefined;
  try {
    const adminUrl = await adminApp.listen({ host: admin.host, port: admin.port });
    const url = await publicApp.listen({ host: listen.host, port: listen.port });
    isReady = true;
    return { url, adminUrl, renewTls, stop: () => (stopped ??= drain()) };
  } catch (error) {
    await closeAll();
    throw error;
  }

  function renewTls(tls: TlsSettings): void {
    const { server } = publicApp;
    if (server instanceof TlsServer) server.setSecureContext(tlsOptions(tls));
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => void clock.after(ms, resolve));
  }
}

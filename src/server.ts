import { createAdminApp, createPublicApp } from './app.ts';
import type { Gateway } from './gateway.ts';

/** The gateway on its two listeners. */
export interface Server {
  /** Where it really listens: with port 0 the system has chosen one. */
  readonly url: string;
  readonly adminUrl: string;
  /**
   * Drains: /readyz turns red, the public listener goes on serving for `drainMs` and finishes what it began; the admin
   * listener closes last. Calling it again returns the same promise.
   */
  stop(): Promise<void>;
}

/** Listens on both addresses of the gateway's settings. Rejects, with nothing left open, when one is taken. */
export async function startServer(gateway: Gateway): Promise<Server> {
  const { listen, admin, drainMs } = gateway.settings;
  let isDraining = false;
  const publicApp = createPublicApp(gateway);
  const adminApp = createAdminApp(gateway, () => !isDraining);

  async function closeAll(): Promise<void> {
    await publicApp.close();
    await adminApp.close();
  }

  async function drain(): Promise<void> {
    isDraining = true;
    await pause(drainMs);
    await closeAll();
  }

  let stopped: Promise<void> | undefined;
  try {
    const adminUrl = await adminApp.listen({ host: admin.host, port: admin.port });
    const url = await publicApp.listen({ host: listen.host, port: listen.port });
    return { url, adminUrl, stop: () => (stopped ??= drain()) };
  } catch (error) {
    await closeAll();
    throw error;
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => void gateway.clock.after(ms, resolve));
  }
}

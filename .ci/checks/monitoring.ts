import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { adapt } from './adapt.ts';
import { faster } from './faster.ts';
import { freePorts } from './ports.ts';
import { start } from './processes.ts';

/** An alert as a receiver was sent it. */
export interface Delivery {
  readonly receiver: string;
  readonly status: 'firing' | 'resolved';
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface Monitoring {
  readonly prometheusUrl: string;
  /** In the order in which they came. */
  readonly deliveries: readonly Delivery[];
  stop(): Promise<void>;
}

/**
 * Prometheus, its rules and Alertmanager with the files that ship, but for addresses, receivers, and durations, which are
 * divided by `by`.
 */
export async function startMonitoring(target: string, by: number): Promise<Monitoring> {
  const directory = await mkdtemp(join(tmpdir(), 'monitoring-'));
  const [prometheusPort = 0, alertmanagerPort = 0] = await freePorts(2);
  const receivers = await startReceivers();
  const places = { 'gateway:8081': target, 'alertmanager:9093': `127.0.0.1:${alertmanagerPort}` };
  await cp('config/prometheus', directory, { recursive: true });
  await cp('config/alertmanager', directory, { recursive: true });
  await rewrite(join(directory, 'prometheus.yml'), (text) => faster(adapt(text, places), by));
  await rewrite(join(directory, 'alertmanager.yml'), (text) =>
    faster(withWebhooks(text, receivers.url), by),
  );
  for (const file of await readdir(join(directory, 'rules')))
    await rewrite(join(directory, 'rules', file), (text) => faster(text, by));

  const alertmanager = start('prometheus-alertmanager', [
    `--config.file=${directory}/alertmanager.yml`,
    `--storage.path=${directory}/alerts`,
    `--web.listen-address=127.0.0.1:${alertmanagerPort}`,
    '--cluster.listen-address=',
  ]);
  const prometheus = start('prometheus', [
    `--config.file=${directory}/prometheus.yml`,
    `--storage.tsdb.path=${directory}/data`,
    `--web.listen-address=127.0.0.1:${prometheusPort}`,
  ]);
  await alertmanager.find(/Listening on/);
  await prometheus.find(/Server is ready to receive web requests/);
  return {
    prometheusUrl: `http://127.0.0.1:${prometheusPort}`,
    deliveries: receivers.deliveries,
    async stop() {
      for (const process of [prometheus, alertmanager]) process.kill();
      await Promise.all([prometheus.exit, alertmanager.exit]);
      receivers.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

/** Each receiver gets a webhook of its own. */
function withWebhooks(text: string, url: string): string {
  return text.replaceAll(
    /^ {2}- name: (\S+)$/gm,
    (name, receiver) => `${name}\n    webhook_configs: [{ url: ${url}/${receiver} }]`,
  );
}

interface Notification {
  readonly alerts: readonly {
    readonly status: Delivery['status'];
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

async function startReceivers() {
  const deliveries: Delivery[] = [];
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const receiver = request.url?.slice(1) ?? '';
    const { alerts } = (await json(request)) as Notification;
    for (const alert of alerts)
      deliveries.push({ ...alert, receiver, alert: alert.labels['alertname'] ?? '' });
    response.end();
  }
  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    deliveries,
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

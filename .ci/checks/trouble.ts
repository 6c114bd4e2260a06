import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from './gateway.ts';
import type { GatewayProcess } from './gateway.ts';
import { startMonitoring } from './monitoring.ts';
import { onThisNode, run } from './processes.ts';
import { ask, repeat } from './traffic.ts';
import { startTroubledServices } from './troubled-services.ts';

/** A gateway to which happens what the alerts are about, and the Prometheus that watches it. */
export interface Trouble {
  /** Of the configuration. */
  readonly directory: string;
  readonly gateway: GatewayProcess;
  readonly prometheusUrl: string;
  /** From now on services are in trouble, and strangers, unknown keys and crowds come, and once a defect. */
  begin(): Promise<void>;
  /** From now on all is well, and only what is usual comes. */
  end(): void;
  /** After the end of the process. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Lets the gateway throw when it asks a service about this customer. */
const defect = `const encode = encodeURIComponent;
globalThis.encodeURIComponent = (text) => { if (text === 'defect') throw new TypeError(); return encode(text); };`;
const env = {
  ...onThisNode,
  NODE_OPTIONS: `--import "data:text/javascript,${defect.replace('\n', ' ')}"`,
};

/** Prometheus' durations are divided by `faster`. */
export async function startTrouble(faster: number): Promise<Trouble> {
  const directory = await mkdtemp(join(tmpdir(), 'trouble-'));
  const services = await startTroubledServices(directory);
  let gateway = await startGateway(directory, env);
  const { url, adminUrl } = gateway;
  const monitoring = await startMonitoring(new URL(adminUrl).host, faster);
  const isMended = { value: false };
  const isOver = { value: false };
  /** While the process is away nobody is answered. */
  const askOne = (card: string, id: string, authorization?: string): Promise<void> =>
    ask(url, [card], id, authorization).catch(() => {});
  const going = services.cards.map((card) =>
    repeat(500, isOver, (nth) => askOne(card, `usual-${nth}`)),
  );
  const crowd = async (nth: number): Promise<void> => {
    const people = Array.from({ length: 40 }, (_, index) => `crowd-${nth}-${index}`);
    await Promise.all(people.map((id) => askOne('health', id)));
  };

  return {
    directory,
    get gateway() {
      return gateway;
    },
    prometheusUrl: monitoring.prometheusUrl,
    async begin() {
      await askOne('points', 'defect');
      services.beInTrouble();
      going.push(
        repeat(40, isMended, (nth) => askOne('offers', `visitor-${nth}`)),
        repeat(200, isMended, () => askOne('usage', 'c_1', 'Bearer wrong')),
        repeat(500, isMended, () => askOne('old-usage', 'c_1')),
        repeat(2_000, isMended, crowd),
      );
    },
    end() {
      isMended.value = true;
      services.beWell();
    },
    async restart() {
      await gateway.exit;
      gateway = await startGateway(directory, env);
    },
    async stop() {
      isMended.value = true;
      isOver.value = true;
      await Promise.all(going);
      await run('kill', ['-KILL', String(gateway.pid)]);
      await gateway.exit;
      await monitoring.stop();
      services.close();
      await rm(directory, { recursive: true });
    },
  };
}

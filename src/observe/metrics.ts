import type { Clock } from '../clock.ts';
import { fanOutEvents } from './events.ts';
import type { GatewayEvents } from './events.ts';
import { createCountingEvents } from './metrics/count.ts';
import { createFamilies } from './metrics/families.ts';
import { readGauges } from './metrics/gauges.ts';
import type { Watched } from './metrics/gauges.ts';
import { takeInventory } from './metrics/inventory.ts';
import type { KnownConfig } from './metrics/inventory.ts';
import { createLoad } from './metrics/load.ts';

/** The gateway's metrics in a registry of their own: two gateways in one process don't meet. */
export interface Metrics {
  readonly events: Partial<GatewayEvents>;
  /**
   * Which series there are, from now on: called with the configuration in use, at the start and at each reload. What is
   * gone loses its series, what stays keeps its counts.
   */
  follow(config: KnownConfig): void;
  /** Prometheus' text format. */
  expose(): Promise<string>;
  readonly contentType: string;
}

export interface MetricsOptions {
  /** Metrics of the whole process (memory, event loop, …) as well. */
  readonly processMetrics: boolean;
  readonly build: { readonly version: string; readonly node: string };
  readonly clock: Pick<Clock, 'now' | 'wallNow'>;
  readonly watched: Watched;
}

/** All of metrics/table.ts. Until `follow` is called there are the series only that no configuration is needed for. */
export function createMetrics({ processMetrics, build, clock, watched }: MetricsOptions): Metrics {
  const families = createFamilies({ processMetrics });
  const load = createLoad();
  const epochOffsetMs = clock.wallNow() - clock.now();
  let inventory = takeInventory({ upstreams: [], secretIds: [] });
  const counted = { droppedLogLines: 0, droppedSpans: 0 };

  /** What others count, and only say how far they are. */
  function countOn(id: keyof typeof counted): void {
    const total = watched[id]();
    families.count(id, {}, total - counted[id]);
    counted[id] = total;
  }

  return {
    events: fanOutEvents([createCountingEvents(families), load.events]),
    follow(config) {
      inventory = takeInventory(config);
      families.keep(inventory);
    },
    async expose() {
      countOn('droppedLogLines');
      countOn('droppedSpans');
      return families.expose(readGauges({ inventory, watched, load, build, epochOffsetMs }));
    },
    contentType: families.contentType,
  };
}

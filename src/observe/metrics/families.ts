import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Metric } from 'prom-client';
import type { Declaration, Labels } from './declaration.ts';
import type { Inventory } from './inventory.ts';
import { createLabelMap } from './label-map.ts';
import { table } from './table.ts';
import type { IdOf, LabelsOf } from './table.ts';
import { createTally } from './tally.ts';
import type { Sample, Tally } from './tally.ts';

/** The values of each gauge, by label set. */
export type Readings = {
  readonly [Id in IdOf<'gauge'>]: readonly (readonly [labels: LabelsOf<Id>, value: number])[];
};

/** The metrics of the table, in a registry of their own. The only importer of prom-client. */
export interface Families {
  /**
   * Begins the series of what is new at 0, and removes those of what is gone. They don't come back with a call that was
   * under way.
   */
  keep(inventory: Inventory): void;
  readonly count: <Id extends IdOf<'counter'>>(id: Id, labels: LabelsOf<Id>, by?: number) => void;
  readonly observe: <Id extends IdOf<'histogram'>>(
    id: Id,
    labels: LabelsOf<Id>,
    value: number,
  ) => void;
  /** Prometheus' text format, with gauges as given. Lets others run between one metric and the next. */
  expose(readings: Partial<Readings>): Promise<string>;
  readonly contentType: string;
}

/** prom-client's names for gauges that end in _total, which `promtool check metrics` refuses. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export function createFamilies(options: { readonly processMetrics: boolean }): Families {
  const registry = new Registry();
  if (options.processMetrics) {
    collectDefaultMetrics({ register: registry });
    misnamed.forEach((name) => registry.removeSingleMetric(name));
  }
  const families = new Map(
    Object.entries<Declaration>(table).map(([id, declaration]) => [
      id,
      createFamily(declaration, registry),
    ]),
  );
  const all = registry.getMetricsAsArray();

  return {
    keep: (inventory) => families.forEach((family) => family.keep(inventory)),
    count: (id, labels, by = 1) => families.get(id)?.put(labels, by),
    observe: (id, labels, value) => families.get(id)?.put(labels, value),
    async expose(readings) {
      for (const [id, samples] of Object.entries(readings)) families.get(id)?.replace(samples);
      families.forEach((family) => family.flush());
      const texts: string[] = [];
      for (const { name } of all) {
        texts.push(await registry.getSingleMetricAsString(name), '');
        await nextTurn();
      }
      return texts.join('\n');
    },
    contentType: registry.contentType,
  };
}

/** A thousand series take prom-client several milliseconds. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

interface Family {
  keep(inventory: Inventory): void;
  put(labels: Labels, value: number): void;
  replace(samples: readonly (readonly [labels: Labels, value: number])[]): void;
  /** Tells prom-client what was put since. */
  flush(): void;
}

function createFamily(declaration: Declaration, registry: Registry): Family {
  const { labels: names } = declaration;
  const instrument = createInstrument(declaration, registry);
  /** What has begun was known to the configuration, and is until the next. */
  let begun = createLabelMap<Series>(names);
  let isKnown = (_labels: Labels): boolean => false;

  function begin(labels: Labels): Series {
    const series = { labels, ...instrument.start(labels) };
    begun.set(labels, series);
    return series;
  }

  return {
    keep(inventory) {
      const before = begun;
      begun = createLabelMap<Series>(names);
      for (const labels of declaration.series(inventory)) {
        if (begun.get(labels) !== undefined) continue;
        const known = before.get(labels);
        if (known === undefined) begin(labels);
        else begun.set(labels, known);
      }
      for (const { labels } of before.values())
        if (begun.get(labels) === undefined) instrument.remove(labels);
      isKnown = knownBy(inventory);
    },
    put(labels, value) {
      const series = begun.get(labels);
      if (series !== undefined) return series.put(value);
      if (!isKnown(labels)) return;
      begin(labels).put(value);
    },
    replace(samples) {
      instrument.reset();
      for (const [labels, value] of samples) instrument.start(labels).put(value);
    },
    flush: () => begun.values().forEach((series) => series.flush?.()),
  };
}

/** Whether the configuration knows all that a label set names. Empty is what stands for nothing of it. */
function knownBy({ upstreams, cards, secretIds }: Inventory): (labels: Labels) => boolean {
  const names = new Map([
    ['upstream', new Set(['', ...upstreams.map(({ upstream }) => upstream)])],
    ['card', new Set(['', ...cards.map(({ card }) => card)])],
    ['credential', new Set(['', ...secretIds])],
  ]);
  return (labels) =>
    Object.entries(labels).every(([label, value]) => names.get(label)?.has(value) !== false);
}

/** A label set of a metric, from its beginning at 0 on. */
interface Series extends Started {
  readonly labels: Labels;
}

interface Started {
  readonly put: (value: number) => void;
  /** Where values are gathered until somebody looks: prom-client finds the label set anew with each. */
  readonly flush?: () => void;
}

/** What a metric can do, whatever its type. */
interface Instrument {
  start(labels: Labels): Started;
  remove(labels: Labels): void;
  reset(): void;
}

function createInstrument(declaration: Declaration, registry: Registry): Instrument {
  const { name, help, type } = declaration;
  const options = { name, help, labelNames: [...declaration.labels], registers: [registry] };
  switch (type) {
    case 'counter': {
      const counter = new Counter(options);
      return {
        start(labels) {
          let gathered = 0;
          const flush = (): void => {
            counter.inc(labels, gathered);
            gathered = 0;
          };
          flush();
          return { put: (value) => void (gathered += value), flush };
        },
        remove: (labels) => counter.remove(labels),
        reset: () => counter.reset(),
      };
    }
    case 'histogram': {
      const tallies = new Map<Labels, Tally>();
      const samples = (): Sample[] => [...tallies.values()].flatMap((tally) => tally.samples(name));
      registry.registerMetric(collectorOf({ name, help, type }, samples));
      return {
        start(labels) {
          const tally = createTally(labels, declaration.buckets);
          tallies.set(labels, tally);
          return tally;
        },
        remove: (labels) => void tallies.delete(labels),
        reset: () => tallies.clear(),
      };
    }
    case 'gauge': {
      const gauge = new Gauge(options);
      return {
        start: (labels) => ({ put: (value) => gauge.set(labels, value) }),
        remove: (labels) => gauge.remove(labels),
        reset: () => gauge.reset(),
      };
    }
  }
}

/** What a registry asks of a metric that is not prom-client's own. Its types know of none. */
function collectorOf(
  about: Pick<Declaration, 'name' | 'help' | 'type'>,
  samples: () => Sample[],
): Metric {
  const collector = {
    ...about,
    aggregator: 'sum',
    get: async () => ({ ...about, values: samples() }),
  };
  return collector as unknown as Metric;
}

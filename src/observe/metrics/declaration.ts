import type { Inventory } from './inventory.ts';

export type Labels = Readonly<Record<string, string>>;

export type MetricType = 'counter' | 'gauge' | 'histogram';

/** One metric. */
export interface Declaration<Type extends MetricType = MetricType, Label extends string = string> {
  readonly name: string;
  readonly type: Type;
  /** What it counts or measures; docs/metrics.md shows it as well. */
  readonly help: string;
  readonly labels: readonly Label[];
  /** Of a histogram. */
  readonly buckets: readonly number[];
  /** The label sets that are there from the start: what begins at 0 shows its first failure. */
  readonly series: (inventory: Inventory) => readonly Labels[];
}

interface Given<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly Label[];
  /** Default: the one without labels. */
  readonly series?: Declaration['series'];
}

function declare<const Type extends MetricType, const Label extends string>(
  type: Type,
  { labels = [], series = () => [{}], ...given }: Given<Label>,
  buckets: readonly number[] = [],
): Declaration<Type, Label> {
  return { type, labels, series, buckets, ...given };
}

export function counter<const Label extends string = never>(given: Given<Label>) {
  return declare('counter', given);
}

export function gauge<const Label extends string = never>(given: Given<Label>) {
  return declare('gauge', given);
}

export function histogram<const Label extends string = never>({
  buckets,
  ...given
}: Given<Label> & { readonly buckets: readonly number[] }) {
  return declare('histogram', given, buckets);
}

/** One value for each upstream. */
export function upstreamGauge(name: string, help: string) {
  const series: Declaration['series'] = ({ upstreams }) =>
    upstreams.map(({ upstream }) => ({ upstream }));
  return gauge({ name, help, labels: ['upstream'], series });
}

/** Each of the values for each upstream. */
export function perUpstream(label: string, values: readonly string[]): Declaration['series'] {
  return ({ upstreams }) =>
    upstreams.flatMap(({ upstream }) => values.map((value) => ({ upstream, [label]: value })));
}

/** The values of one label, each with those that another can have beside it. */
export function pairs(
  outer: string,
  values: Readonly<Record<string, readonly string[]>>,
  inner: string,
): Labels[] {
  return Object.entries(values).flatMap(([value, each]) =>
    each.map((other) => ({ [outer]: value, [inner]: other })),
  );
}

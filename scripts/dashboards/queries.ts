/** What the variables of every dashboard choose. Recordings have no instance. */
export const scope = 'job="$job",instance=~"$instance"';

export interface Selection {
  readonly metric: string;
  /** Labels that the result keeps. */
  readonly by?: string;
  /** More matchers. */
  readonly where?: string;
  /** Default: what suits the graph. */
  readonly over?: string;
}

function select({ metric, where }: Selection, suffix = ''): string {
  return `${metric}${suffix}{${where === undefined ? scope : `${scope},${where}`}}`;
}

function rate(selection: Selection, suffix?: string): string {
  return `rate(${select(selection, suffix)}[${selection.over ?? '$__rate_interval'}])`;
}

function aggregate(operator: 'sum' | 'min' | 'max', { by }: Selection): string {
  return by === undefined ? operator : `${operator} by (${by}) `;
}

/** How often it happens in a second. */
export function perSecond(selection: Selection): string {
  return `${aggregate('sum', selection)}(${rate(selection)})`;
}

/** How often it happens in a minute: there is often less than one request in a second. */
export function perMinute(selection: Selection): string {
  return `60 * ${perSecond(selection)}`;
}

/** How often it happened while the graph lasts. */
export function total(selection: Selection): string {
  return `${aggregate('sum', selection)}(increase(${select(selection)}[$__range]))`;
}

export function sum(selection: Selection): string {
  return `${aggregate('sum', selection)}(${select(selection)})`;
}

export function min(selection: Selection): string {
  return `${aggregate('min', selection)}(${select(selection)})`;
}

export function max(selection: Selection): string {
  return `${aggregate('max', selection)}(${select(selection)})`;
}

/** A quantile of a histogram, and nothing, instead of NaN, while there was nothing to measure. */
export function quantile(q: number, selection: Selection): string {
  const labels = selection.by === undefined ? 'le' : `le, ${selection.by}`;
  return `histogram_quantile(${q}, sum by (${labels}) (${rate(selection, '_bucket')})) >= 0`;
}

/** Lines for a graph: `p95`, after the labels that tell histograms apart. */
export function quantiles(qs: readonly number[], selection: Selection): Record<string, string> {
  const label = selection.by === undefined ? '' : `{{${selection.by}}} `;
  return Object.fromEntries(qs.map((q) => [`${label}p${q * 100}`, quantile(q, selection)]));
}

/** Which part of what happens is `part`, and nothing, instead of NaN, while nothing happens. */
export function share(part: string, selection: Selection): string {
  const sumBy = aggregate('sum', selection);
  const where = [selection.where, part].filter(Boolean).join(',');
  return `${sumBy}(${rate({ ...selection, where })}) / (${sumBy}(${rate(selection)}) > 0)`;
}

interface BreakerSelection {
  readonly where?: string;
  /** Default: as it is now. */
  readonly over?: string;
}

/** 0 closed, 1 half-open, 2 open: the worst of all replicas and times. */
export function breakerState({ where, over }: BreakerSelection = {}): string {
  const state = (name: string) => {
    const matchers = [where, `state="${name}"`].filter(Boolean).join(',');
    const series = select({ metric: 'customer_cards_breaker_state', where: matchers });
    return over === undefined ? series : `max_over_time(${series}[${over}])`;
  };
  return `max by (upstream) (2 * ${state('open')} or ${state('half_open')})`;
}

/** Since when, in seconds. */
export function ago(selection: Selection): string {
  return `time() - ${max(selection)}`;
}

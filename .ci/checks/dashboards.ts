import { dashboards, queryingPanels } from '../../test/fixtures/dashboards.ts';
import type { Dashboard, Panel, Target } from '../../test/fixtures/dashboards.ts';

/** A query of a panel, as it was sent to Prometheus, and what came back. */
export interface Answer {
  /** Dashboard, panel and query. */
  readonly place: string;
  /** The panel, with the variables chosen. */
  readonly view: string;
  readonly panel: Panel;
  readonly target: Target;
  readonly series: readonly Series[];
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

type Choice = ReadonlyMap<string, string>;

const rangeSeconds = 3 * 3_600;
/** Of sums that are divided by each other. */
const rounding = 1e-9;

/**
 * What Prometheus has now for every query of every dashboard, with the variables filled in as Grafana does: once for each
 * value of a variable that has no "all". A point of a graph is what its query is at one moment, so that is all that is asked.
 */
export async function readDashboards(
  prometheusUrl: string,
  scrapeSeconds: number,
): Promise<readonly Answer[]> {
  const answers = dashboards.map(async (dashboard) => {
    const choices = await choicesOf(dashboard, prometheusUrl);
    return choices.flatMap((choice) =>
      queryingPanels(dashboard).flatMap((panel) =>
        panel.targets.map(async (target): Promise<Answer> => {
          const times = timesOf(panel, scrapeSeconds);
          const query = fill(target.expr, new Map([...choice, ...times]));
          const view = [dashboard.uid, choice.get('upstream'), panel.id].join(' › ');
          const place = [dashboard.uid, panel.title, target.refId].join(' › ');
          return { place, view, panel, target, series: await read(prometheusUrl, query) };
        }),
      ),
    );
  });
  return Promise.all((await Promise.all(answers)).flat());
}

/** What Prometheus has for a query now. Rejects with what it says of a query that is wrong. */
export async function read(prometheusUrl: string, query: string): Promise<readonly Series[]> {
  const response = await fetch(`${prometheusUrl}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query }),
  });
  const { data, error } = (await response.json()) as {
    data?: { result: { metric: Series['metric']; value: [number, string] }[] };
    error?: string;
  };
  if (data === undefined) throw new Error(`${query}: ${error}`);
  return data.result.map(({ metric, value: [, value] }) => ({ metric, value: Number(value) }));
}

/** The rules of Grafana's data source for Prometheus. */
function timesOf({ interval = '0s' }: Panel, scrapeSeconds: number): Choice {
  const seconds = Number.parseInt(interval, 10) * (interval.endsWith('m') ? 60 : 1);
  const step = Math.max(seconds, scrapeSeconds);
  return new Map([
    ['__rate_interval', `${Math.max(step + scrapeSeconds, 4 * scrapeSeconds)}s`],
    ['__range', `${rangeSeconds}s`],
  ]);
}

async function choicesOf({ templating }: Dashboard, prometheusUrl: string): Promise<Choice[]> {
  let choices: Choice[] = [new Map()];
  for (const { name, query, includeAll, allValue } of templating.list) {
    if (typeof query === 'string') continue; // the data source
    const next = choices.map(async (choice) => {
      const values = await labelValues(prometheusUrl, fill(query.query, choice));
      const chosen = includeAll ? [allValue ?? `(${values.join('|')})`] : values;
      if (values.length === 0) throw new Error(`${query.query} has no values`);
      return chosen.map((value) => new Map([...choice, [name, value]]));
    });
    choices = (await Promise.all(next)).flat();
  }
  return choices;
}

async function labelValues(prometheusUrl: string, query: string): Promise<string[]> {
  const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
  const parameters = new URLSearchParams({ 'match[]': selector });
  const response = await fetch(
    `${prometheusUrl}/api/v1/label/${label}/values?${parameters.toString()}`,
  );
  return ((await response.json()) as { data: string[] }).data;
}

function fill(text: string, values: Choice): string {
  return text.replaceAll(/\$(\w+)/g, (variable, name: string) => values.get(name) ?? variable);
}

/** Queries that found nothing, for no choice of the variables. */
export function unanswered(answers: readonly Answer[]): string[] {
  const answered = new Set(answers.filter(({ series }) => series.length > 0).map(placeOf));
  return [...new Set(answers.map(placeOf))].filter((place) => !answered.has(place));
}

function placeOf({ place }: Answer): string {
  return place;
}

/** Values that no panel can show, or that are not what the panel says they are. */
export function strangeValues(answers: readonly Answer[]): string[] {
  return answers.flatMap(({ place, panel, series }) => {
    const { min = -Infinity, max = Infinity } = panel.fieldConfig.defaults;
    const isWithin = (value: number) => value >= min - rounding && value <= max + rounding;
    return series
      .filter(({ value }) => !Number.isFinite(value) || !isWithin(value))
      .map(({ value }) => `${place}: ${value}`);
  });
}

/** Lines of a graph, or names of a tile, that are called alike. */
export function ambiguousLegends(answers: readonly Answer[]): string[] {
  const legends = answers.flatMap(({ view, target: { legendFormat }, series }) =>
    legendFormat === undefined
      ? []
      : series.map(({ metric }) => `${view}: ${legend(legendFormat, metric)}`),
  );
  return legends.filter((text, index) => legends.indexOf(text) !== index);
}

function legend(format: string, metric: Series['metric']): string {
  return format.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? '');
}

import { described, fields, targets } from './fields.ts';
import type { Described, Queries } from './fields.ts';
import type { Panel } from './schema.ts';

interface Graph extends Described {
  readonly queries: Queries;
  /** One upon the other, as parts of a whole. */
  readonly isStacked?: true;
  /** For what is rare: a line through one point is nothing to see. */
  readonly isRare?: true;
  /** Whatever has no colour of its own is a failure. */
  readonly isFailure?: true;
  /** Colours of their own, by the words in the legend. */
  readonly colors?: Readonly<Record<string, string>>;
  /** No point is about less time than this. */
  readonly interval?: string;
}

export function graph(given: Graph): Panel {
  const { queries, isStacked, isRare, isFailure, colors = {}, interval = '1m' } = given;
  const stacking = isStacked || isRare ? 'normal' : 'none';
  return {
    ...described(given),
    type: 'timeseries',
    interval,
    fieldConfig: {
      defaults: {
        ...fields(given),
        color: isFailure ? { mode: 'shades', fixedColor: 'red' } : { mode: 'palette-classic' },
        custom: {
          drawStyle: isRare ? 'bars' : 'line',
          lineWidth: isStacked ? 0 : 1,
          fillOpacity: isStacked || isRare ? 70 : 0,
          showPoints: 'auto',
          spanNulls: false,
          stacking: { mode: stacking, group: 'A' },
          thresholdsStyle: { mode: given.steps ? 'dashed' : 'off' },
        },
      },
      overrides: Object.entries(colors).map(([legend, fixedColor]) => ({
        matcher: { id: 'byName', options: legend },
        properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
      })),
    },
    options: {
      legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc', hideZeros: true },
    },
    targets: targets(queries),
  };
}

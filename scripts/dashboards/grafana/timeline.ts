import { described, fields, targets } from './fields.ts';
import type { Described, Queries, Words } from './fields.ts';
import type { Panel } from './schema.ts';

interface Timeline extends Described {
  readonly queries: Queries;
  readonly words: Words;
}

/** States, one line each. */
export function timeline(given: Timeline): Panel {
  return {
    ...described(given),
    type: 'state-timeline',
    interval: '1m',
    fieldConfig: {
      defaults: {
        ...fields(given),
        color: { mode: 'thresholds' },
        custom: { fillOpacity: 70, lineWidth: 0 },
      },
      overrides: [],
    },
    options: {
      mergeValues: true,
      showValue: 'never',
      alignValue: 'left',
      rowHeight: 0.8,
      legend: { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] },
      tooltip: { mode: 'single', sort: 'none' },
    },
    targets: targets(given.queries),
  };
}

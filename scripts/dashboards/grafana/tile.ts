import { described, fields, targets, thresholds } from './fields.ts';
import type { Described, Queries, Steps } from './fields.ts';
import type { Panel } from './schema.ts';

interface Tile extends Described {
  readonly queries: Queries;
  /** For a value by its legend, in place of the others. */
  readonly ownSteps?: Readonly<Record<string, Steps>>;
  /** Names are what there is to know; the values say nothing. */
  readonly showsNames?: true;
}

/** One value, or a few, as it is now. */
export function tile(given: Tile): Panel {
  const hasMany = Object.keys(given.queries).length > 1;
  return {
    ...described(given),
    type: 'stat',
    fieldConfig: {
      defaults: { ...fields(given), color: { mode: 'thresholds' } },
      overrides: Object.entries(given.ownSteps ?? {}).map(([legend, steps]) => ({
        matcher: { id: 'byName', options: legend },
        properties: [{ id: 'thresholds', value: thresholds(steps) }],
      })),
    },
    options: {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      orientation: 'auto',
      textMode: given.showsNames ? 'name' : hasMany ? 'value_and_name' : 'value',
      colorMode: given.steps || given.words ? 'background' : 'none',
      graphMode: 'none',
      justifyMode: 'center',
      percentChangeColorMode: 'standard',
      showPercentChange: false,
      wideLayout: true,
    },
    targets: targets(given.queries).map((target) => ({ ...target, instant: true })),
  };
}

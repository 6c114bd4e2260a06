import { scope } from '../queries.ts';
import type { Dashboard } from './schema.ts';
import { datasource } from './variables.ts';

interface Moment {
  readonly name: string;
  /** A metric whose value is when it was, in seconds. */
  readonly metric: string;
  readonly iconColor: string;
}

/** In every graph: what often explains what comes after it. */
export const marks: NonNullable<Dashboard['annotations']> = {
  list: [
    mark({
      name: 'Configuration loaded',
      metric: 'customer_cards_config_last_reload_success_timestamp_seconds',
      iconColor: 'blue',
    }),
    mark({ name: 'Started', metric: 'process_start_time_seconds', iconColor: 'purple' }),
  ],
};

function mark({ name, metric, iconColor }: Moment) {
  return {
    name,
    iconColor,
    datasource,
    enable: true,
    expr: `1000 * ${metric}{${scope}}`,
    step: '1m',
    titleFormat: name,
    textFormat: '{{instance}}',
    useValueForTime: true,
  };
}

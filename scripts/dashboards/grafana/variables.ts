import type { Variable } from './schema.ts';

export const datasource = { type: 'prometheus', uid: '${datasource}' };

interface Values {
  readonly name: string;
  readonly label: string;
  /** The label of a metric whose values there are to choose from. */
  readonly of: readonly [label: string, metric: string];
  readonly current?: Variable['current'];
}

function values({ name, label, of: [from, metric], current }: Values): Variable {
  const query = `label_values(${metric}, ${from})`;
  return {
    name,
    label,
    type: 'query',
    datasource,
    query: { qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
    refresh: 2,
    sort: 1,
    ...(current && { current }),
  };
}

const all = { text: 'All', value: '$__all' };

/** Which Prometheus, which job (staging has one of its own), which replicas. */
export const common: readonly Variable[] = [
  { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' },
  values({
    name: 'job',
    label: 'Job',
    of: ['job', 'customer_cards_build_info'],
    current: { text: 'customer-cards-gateway', value: 'customer-cards-gateway' },
  }),
  {
    ...values({
      name: 'instance',
      label: 'Replica',
      of: ['instance', 'customer_cards_build_info{job="$job"}'],
      current: all,
    }),
    multi: true,
    includeAll: true,
    allValue: '.+', // those that start while somebody looks as well
  },
];

export const upstream = values({
  name: 'upstream',
  label: 'Service',
  of: ['upstream', 'customer_cards_upstream_info{job="$job"}'],
});

/** Those of the service; without a value for all, so that all are these. */
export const card: Variable = {
  ...values({
    name: 'card',
    label: 'Card',
    of: ['card', 'customer_cards_card_info{job="$job",upstream="$upstream"}'],
    current: all,
  }),
  multi: true,
  includeAll: true,
};

import type {
  Dashboard as GrafanaDashboard,
  Panel as GrafanaPanel,
  FieldConfig as GrafanaFieldConfig,
  RowPanel as GrafanaRow,
  VariableModel,
} from '@grafana/schema';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type {
  FieldConfig as TimelineFields,
  Options as TimelineOptions,
} from '@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen';
import type {
  FieldConfig as TableFields,
  Options as TableOptions,
} from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type {
  FieldConfig as TimeSeriesFields,
  Options as TimeSeriesOptions,
} from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** Grafana's types, with the values of an enum where it has the enum: these files are only ever written. */
type Written<T> = T extends string
  ? `${T}`
  : T extends object
    ? { [K in keyof T]: Written<T[K]> }
    : T;

export type Dashboard = Written<GrafanaDashboard>;
export type Row = Written<GrafanaRow>;
export type Variable = Written<VariableModel>;

/** A query of Prometheus; the data source's types are not published. */
type Target = {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
  readonly instant?: true;
  readonly format?: 'table';
};

interface Kinds {
  readonly timeseries: { readonly options: TimeSeriesOptions; readonly custom: TimeSeriesFields };
  readonly stat: { readonly options: StatOptions; readonly custom: never };
  readonly table: { readonly options: TableOptions; readonly custom: Partial<TableFields> };
  readonly 'state-timeline': { readonly options: TimelineOptions; readonly custom: TimelineFields };
}
type Kind = keyof Kinds;
type Fields = Omit<Written<GrafanaFieldConfig>, 'custom'>;

/** A panel whose options are those of its kind. */
export type PanelOf<K extends Kind> = Omit<
  Written<GrafanaPanel>,
  'type' | 'options' | 'fieldConfig' | 'targets'
> & {
  readonly type: K;
  readonly title: string;
  readonly description: string;
  readonly options: Written<Kinds[K]['options']>;
  readonly fieldConfig: Omit<NonNullable<Written<GrafanaPanel>['fieldConfig']>, 'defaults'> & {
    readonly defaults: Fields & { readonly custom?: Written<Kinds[K]['custom']> };
  };
  readonly targets: Target[];
};
export type Panel = { [K in Kind]: PanelOf<K> }[Kind];

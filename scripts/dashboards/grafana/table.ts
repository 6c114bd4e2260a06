import { described, fields } from './fields.ts';
import type { Values } from './fields.ts';
import type { Panel } from './schema.ts';

interface Column extends Values {
  readonly title: string;
  /** Where a click on the cell leads. */
  readonly link?: { readonly title: string; readonly url: string };
}

interface Table {
  readonly title: string;
  readonly description: string;
  readonly noValue: string;
  /** The label that each row is about, when there are several queries. */
  readonly by?: string;
  readonly queries: Readonly<Record<string, string>>;
  /** From left to right: a label, or the value of a query by its name. What is not named is not shown. */
  readonly columns: Readonly<Record<string, Column>>;
}

/** What is so now, a row for each thing. */
export function table({ noValue, by, queries, columns, ...given }: Table): Panel {
  const names = Object.keys(queries);
  const fieldOf = (column: string) => {
    if (!(column in queries)) return column;
    return names.length === 1 ? 'Value' : `Value #${column}`;
  };
  const entries = Object.entries(columns).map(([name, column]) => [fieldOf(name), column] as const);
  const titles = entries.map(([, { title }]) => title);
  const perField = <T>(value: (title: string, index: number) => T) =>
    Object.fromEntries(entries.map(([field, { title }], index) => [field, value(title, index)]));
  const organized = {
    includeByName: perField(() => true),
    indexByName: perField((_, index) => index),
    renameByName: perField((title) => title),
  };
  return {
    ...described(given),
    type: 'table',
    fieldConfig: {
      defaults: {
        noValue,
        custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false },
      },
      overrides: entries.map(([, column]) => override(column)),
    },
    options: {
      showHeader: true,
      cellHeight: 'sm',
      frameIndex: 0,
      sortBy: [{ displayName: titles[0] ?? '' }],
    },
    transformations: [
      ...(by === undefined ? [] : [{ id: 'joinByField', options: { byField: by, mode: 'outer' } }]),
      { id: 'organize', options: organized },
    ],
    targets: Object.entries(queries).map(([refId, expr]) => ({
      refId,
      expr,
      instant: true,
      format: 'table',
    })),
  };
}

function override({ title, link, ...column }: Column) {
  const isColored = column.steps !== undefined || column.words !== undefined;
  const properties = [
    ...Object.entries(fields(column)).map(([id, value]) => ({ id, value })),
    ...(isColored ? [{ id: 'custom.cellOptions', value: { type: 'color-background' } }] : []),
    ...(link ? [{ id: 'links', value: [{ ...link, targetBlank: false }] }] : []),
  ];
  return { matcher: { id: 'byName', options: title }, properties };
}

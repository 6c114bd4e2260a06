import type { PanelOf } from './schema.ts';
import { datasource } from './variables.ts';

type Fields = PanelOf<'stat'>['fieldConfig']['defaults'];

/** Colours from a value on; the first one is for what is below. */
export type Steps = readonly [
  base: string,
  ...steps: readonly (readonly [from: number, color: string])[],
];
/** Words for values, with their colours. */
export type Words = Readonly<Record<number, readonly [text: string, color: string]>>;

/** How values are read. */
export interface Values {
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** What is read while there is nothing to show; without it, there always is. */
  readonly noValue?: string;
  readonly steps?: Steps;
  readonly words?: Words;
}

export interface Described extends Values {
  readonly title: string;
  /** What it shows, and what to think of it. */
  readonly description: string;
  readonly unit: string;
}

/** By the words of their legend, which fills in labels. */
export type Queries = Readonly<Record<string, string>>;

/** What does not depend on the kind of the panel. */
export function described({ title, description }: Pick<Described, 'title' | 'description'>) {
  return { title, description, datasource };
}

/** How values are read, as Grafana says it. */
export function fields({ unit, min, max, noValue, steps, words }: Values): Fields {
  return {
    ...(unit !== undefined && { unit }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(noValue !== undefined && { noValue }),
    ...(steps && { thresholds: thresholds(steps) }),
    ...(words && { mappings: [mapping(words)] }),
  };
}

export function thresholds([base, ...steps]: Steps): NonNullable<Fields['thresholds']> {
  const rest = steps.map(([value, color]) => ({ value, color }));
  return { mode: 'absolute', steps: [{ value: null, color: base }, ...rest] };
}

function mapping(words: Words): NonNullable<Fields['mappings']>[number] {
  const options = Object.entries(words).map(
    ([value, [text, color]], index) => [value, { text, color, index }] as const,
  );
  return { type: 'value', options: Object.fromEntries(options) };
}

/** A query each, as Grafana names them. */
export function targets(queries: Queries) {
  return Object.entries(queries).map(([legendFormat, expr], index) => ({
    refId: String.fromCodePoint(65 + index),
    expr,
    legendFormat,
  }));
}

import { cardsOf } from './parts.ts';
import { field, numberAt, textAt } from './raw.ts';
import { cacheSettings } from './schema.ts';
import type { FileData } from './validate.ts';

export interface CardOutline {
  readonly key: string;
  /** The name of its upstream; empty where that has none. */
  readonly upstream: string;
  readonly adapter: string;
  /** When the service says none. */
  readonly ttlSeconds: number;
  readonly isRetired: boolean;
}

/** What is configured, in short. */
export interface Outline {
  readonly files: number;
  readonly upstreams: number;
  /** In the order of the files. */
  readonly cards: readonly CardOutline[];
  /** Texts with placeholders that have no value here, and so were not checked. */
  readonly absentValues: number;
}

const defaultTtlSeconds = cacheSettings.parse({}).defaultTtlSeconds;

/** Reads what there is: files with mistakes are outlined as well. */
export function outlineOf(gateway: FileData, upstreams: readonly FileData[]): Outline {
  const ttlSeconds =
    numberAt(field(gateway.data, 'cache'), 'defaultTtlSeconds') ?? defaultTtlSeconds;
  const files = [gateway, ...upstreams];
  return {
    files: files.length,
    upstreams: upstreams.length,
    cards: upstreams.flatMap(({ data }) => outlineCards(data, ttlSeconds)),
    absentValues: files.reduce((sum, { source }) => sum + source.absentValues, 0),
  };
}

function outlineCards(upstream: unknown, defaultTtl: number): CardOutline[] {
  return cardsOf(upstream).map(({ key, data }) => ({
    key,
    upstream: textAt(upstream, 'name') ?? '',
    adapter: textAt(upstream, 'adapter') ?? '',
    ttlSeconds: numberAt(data, 'ttlSeconds') ?? defaultTtl,
    isRetired: field(data, 'retired') === true,
  }));
}

import type { Path } from './problem.ts';
import { field, fields, items } from './raw.ts';

/** A part of an upstream's file, and where it stands. */
export interface Part {
  readonly base: Path;
  readonly data: unknown;
}

/** The steps of a look-up. */
export function stepsOf(upstream: unknown): Part[] {
  return items(field(upstream, 'lookup')).map((data, index) => ({ base: ['lookup', index], data }));
}

/** The cards of an upstream, with their keys. */
export function cardsOf(upstream: unknown): (Part & { readonly key: string })[] {
  return fields(field(upstream, 'cards')).map(([key, data]) => ({
    base: ['cards', key],
    key,
    data,
  }));
}

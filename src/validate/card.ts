import type { Component } from './components.ts';
import { checkComponents, isJsonObject, maxComponents } from './check-components.ts';
import { broken, sound, toCleanText } from './values.ts';
import type { Checked, Violation } from './values.ts';

/** A card that Plain accepts, in normal form: current names, no nulls inside, no unknown fields, clean text. */
export interface ValidCard {
  /** As the upstream sent it. Whether it is the key that was asked for is not judged here. */
  readonly key: string;
  /** Not negative, not clamped yet. */
  readonly timeToLiveSeconds: number | null;
  /** `null`: no data. Never an empty list. */
  readonly components: readonly Component[] | null;
}

function checkTimeToLive(value: unknown): Checked<number | null> {
  if (value === undefined || value === null) return sound(null);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return sound(value);
  return broken('/timeToLiveSeconds', 'expected an integer of 0 or more, or null');
}

/** An empty list becomes null, because Plain's sources contradict each other about it; an absent one is refused. */
function checkContent(value: unknown, max: number): Checked<readonly Component[] | null> {
  if (value === null) return sound(null);
  const checked = checkComponents(value, max);
  return checked.ok && checked.value.length === 0 ? sound(null) : checked;
}

/**
 * Decides whether Plain would accept a card, and normalises it. Never throws, whatever JSON it is given.
 * The rules are those of Plain's customer-card schema; where that is silent, lenient in what is read, strict in what is written.
 * `reserved` components are left room for.
 */
export function validateCard(
  value: unknown,
  reserved = 0,
): { readonly ok: true; readonly card: ValidCard } | ({ readonly ok: false } & Violation) {
  if (!isJsonObject(value)) return broken('', 'expected an object');
  if (typeof value['key'] !== 'string') return broken('/key', 'expected a string');
  const timeToLive = checkTimeToLive(value['timeToLiveSeconds']);
  if (!timeToLive.ok) return timeToLive;
  const components = checkContent(value['components'], maxComponents - reserved);
  if (!components.ok) return components;
  const key = toCleanText(value['key']);
  return {
    ok: true,
    card: { key, timeToLiveSeconds: timeToLive.value, components: components.value },
  };
}

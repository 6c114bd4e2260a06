import type { AnsweredCardView } from '../../admin/api.ts';

/** A card as it was answered. */
export interface ShownCard {
  readonly card: AnsweredCardView;
  /** Milliseconds since the epoch. */
  readonly answeredAt: number;
}

export type ShownCards = ReadonlyMap<string, ShownCard>;

/** For how many seconds more the card is shown before it is asked for again. */
export function secondsLeft(shown: ShownCard, nowMs: number): number {
  return Math.max(0, Math.ceil(shown.card.ttlSeconds - secondsSince(shown, nowMs)));
}

/** The same as a part of its TTL, from 1 to 0. */
export function partLeft(shown: ShownCard, nowMs: number): number {
  return secondsLeft(shown, nowMs) / Math.max(1, shown.card.ttlSeconds);
}

/** How old what it says is by now; what was made for the answer is as old as that. */
export function ageSeconds(shown: ShownCard, nowMs: number): number {
  return (shown.card.ageSeconds ?? 0) + Math.floor(secondsSince(shown, nowMs));
}

/** The clock of the page ticks once a second: at first the answer is ahead of it. */
function secondsSince({ answeredAt }: ShownCard, nowMs: number): number {
  return Math.max(0, nowMs - answeredAt) / 1000;
}

/** Of the keys those that Plain would ask for now, in one request: there is no card yet, or its time is over. */
export function dueKeys(
  keys: readonly string[],
  shown: ShownCards,
  asked: ReadonlySet<string>,
  nowMs: number,
): string[] {
  return keys.filter((key) => {
    const card = shown.get(key);
    return !asked.has(key) && (card === undefined || secondsLeft(card, nowMs) === 0);
  });
}

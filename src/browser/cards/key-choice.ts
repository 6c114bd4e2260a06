import type { SceneCard } from '../../admin/api.ts';

/** Which cards are asked for: all that are registered but `without`, and `extra` keys that need not be. */
export interface KeyChoice {
  readonly without: ReadonlySet<string>;
  readonly extra: readonly string[];
}

export const everyKey: KeyChoice = { without: new Set(), extra: [] };

/** Plain has no more in a workspace. */
export const maxKeys = 25;

export function chosenKeys(cards: readonly SceneCard[], { without, extra }: KeyChoice): string[] {
  const keys = cards.map(({ key }) => key).filter((key) => !without.has(key));
  return [...new Set([...keys, ...extra])].slice(0, maxKeys);
}

/** Leaves keys out, or takes them in. */
export function choose(choice: KeyChoice, keys: readonly string[], isChosen: boolean): KeyChoice {
  const these = new Set(keys);
  const { without } = choice;
  return { ...choice, without: isChosen ? without.difference(these) : without.union(these) };
}

export function withExtra(choice: KeyChoice, key: string): KeyChoice {
  return { ...choice, extra: [...withoutExtra(choice, key).extra, key] };
}

export function withoutExtra(choice: KeyChoice, key: string): KeyChoice {
  return { ...choice, extra: choice.extra.filter((each) => each !== key) };
}

/** What is wrong with a key that somebody typed; null when Plain takes it. */
export function keyMistake(key: string): string | null {
  if (/^[\w-]{1,500}$/.test(key)) return null;
  return 'A key has letters, digits, _ and - only, and at most 500 of them.';
}

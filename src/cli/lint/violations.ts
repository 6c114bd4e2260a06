import { validateCard } from '../../validate/card.ts';
import type { ValidCard } from '../../validate/card.ts';
import type { Violation } from '../../validate/values.ts';

/** What Plain would refuse in a card: one violation for each part at fault; or the card as the gateway passes it on. */
export interface Examined {
  readonly violations: readonly Violation[];
  /** null where there are violations. */
  readonly card: ValidCard | null;
}

/** The gateway leaves room for its line above an old card. */
export const reservedComponents = 2;
const maxViolations = 100;

/**
 * Looks for more than the first violation: what is at fault is replaced by something sound, and the card judged again. What
 * stands inside a component that is at fault itself is not judged.
 */
export function examineCard(value: unknown): Examined {
  const violations: Violation[] = [];
  let current = value;
  while (violations.length < maxViolations) {
    const checked = validateCard(current, reservedComponents);
    if (checked.ok) return { violations, card: violations.length === 0 ? checked.card : null };
    const { pointer, rule } = checked;
    violations.push({ pointer, rule });
    if (pointer === '') break;
    current = replaced(current, placeToReplace(pointer.split('/').slice(1)));
  }
  return { violations, card: null };
}

interface Replacement {
  readonly path: readonly string[];
  readonly by: unknown;
}

/** The innermost component around a place, or the card's own field. */
function placeToReplace(path: readonly string[]): Replacement {
  const index = path.findLastIndex((name) => /^\d+$/.test(name));
  if (index > 0) return { path: path.slice(0, index + 1), by: { componentDivider: {} } };
  return { path, by: path[0] === 'key' ? 'key' : null };
}

function replaced(value: unknown, { path, by }: Replacement): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  const inner = { path: rest, by };
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.map((item, index) => (String(index) === name ? replaced(item, inner) : item));
  }
  const object = Object(value) as Readonly<Record<string, unknown>>;
  return { ...object, [name]: replaced(object[name], inner) };
}

import { suggest } from '../../suggest.ts';
import type { ValidCard } from '../../validate/card.ts';
import { isJsonObject } from '../../validate/check-components.ts';
import { componentFields, componentKinds } from '../../validate/components.ts';
import type { Component, ComponentKind } from '../../validate/components.ts';
import type { Field } from '../../validate/fields.ts';

/** Something that is not as it should be and that nobody refuses. */
export interface Repair {
  /** RFC 6901, from the card's root. */
  readonly pointer: string;
  /** Whether it is about the key there, not about its value. */
  readonly isKey: boolean;
  /** What becomes of it, and how it is right. */
  readonly message: string;
}

const ttlRange = { min: 15, max: 31_536_000 };
const cardFields = ['key', 'timeToLiveSeconds', 'components', 'cacheTags'];

/** What the gateway makes right in a card that it takes, or leaves out of it. `value` is the card as it was sent. */
export function findRepairs(value: unknown, card: ValidCard): Repair[] {
  if (!isJsonObject(value)) return [];
  const unknown = Object.keys(value).filter((name) => !cardFields.includes(name));
  return [
    ...unknown.map((name) => ignored(`/${name}`, name, cardFields)),
    ...repairedKey(card.key),
    ...repairedTtl(card.timeToLiveSeconds),
    ...(Array.isArray(value['components'])
      ? repairedList(value['components'], card.components ?? [], '/components')
      : []),
  ];
}

function ignored(pointer: string, name: string, known: readonly string[]): Repair {
  return { pointer, isKey: true, message: `unknown field, ignored; ${suggest(name, known)}` };
}

function repaired(pointer: string, message: string): Repair {
  return { pointer, isKey: false, message };
}

function repairedKey(key: string): Repair[] {
  if (/^[\w-]{1,500}$/.test(key)) return [];
  return [repaired('/key', 'no key of Plain; those are 1 to 500 letters, digits, _ and -')];
}

function repairedTtl(seconds: number | null): Repair[] {
  if (seconds === null) return [];
  const { min, max } = ttlRange;
  const taken = Math.min(max, Math.max(min, seconds));
  return taken === seconds
    ? []
    : [
        repaired(
          '/timeToLiveSeconds',
          `becomes ${taken}; Plain takes ${min} to ${max} seconds, or null`,
        ),
      ];
}

function repairedList(
  sent: readonly unknown[],
  taken: readonly Component[],
  pointer: string,
): Repair[] {
  if (sent.length === 0 && pointer === '/components')
    return [repaired(pointer, 'an empty list becomes null: say null for no data')];
  return taken.flatMap((component, index) =>
    repairedComponent(sent[index], component, `${pointer}/${index}`),
  );
}

function repairedComponent(sent: unknown, taken: Component, pointer: string): Repair[] {
  const [[kind, fields] = []] = Object.entries(taken) as [ComponentKind, object][];
  if (!isJsonObject(sent) || kind === undefined || fields === undefined) return [];
  const others = Object.keys(sent).filter(
    (name) => !componentKinds.some((known) => known === name),
  );
  const own = sent[kind];
  return [
    ...others.map((name) => ignored(`${pointer}/${name}`, name, componentKinds)),
    ...(isJsonObject(own)
      ? Object.keys(own).flatMap((name) =>
          repairedField({ kind, name, sent: own, taken: fields }, `${pointer}/${kind}/${name}`),
        )
      : []),
  ];
}

interface SentField {
  readonly kind: ComponentKind;
  readonly name: string;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly taken: object;
}

function repairedField({ kind, name, sent, taken }: SentField, pointer: string): Repair[] {
  const fields = Object.entries<Field>(componentFields[kind]);
  const value = sent[name];
  const [current] = fields.find(([, { alias }]) => alias === name) ?? [];
  if (current !== undefined) return value === null ? [] : [oldName(current, sent, pointer)];
  if (!fields.some(([known]) => known === name))
    return [
      ignored(
        pointer,
        name,
        fields.map(([known]) => known),
      ),
    ];
  const result = (taken as Readonly<Record<string, unknown>>)[name];
  if (Array.isArray(value) && Array.isArray(result)) return repairedList(value, result, pointer);
  if (typeof value !== 'string' || value === result) return [];
  return [
    kind === 'componentDateTime'
      ? repaired(pointer, `becomes ${String(result)}: write the time and its offset`)
      : repaired(pointer, 'loses characters that are no text: NUL or half a surrogate pair'),
  ];
}

function oldName(current: string, sent: SentField['sent'], pointer: string): Repair {
  const isIgnored = sent[current] !== undefined && sent[current] !== null;
  const message = isIgnored
    ? `ignored: ${current} is there as well`
    : `an old name; write ${current}`;
  return { pointer, isKey: true, message };
}

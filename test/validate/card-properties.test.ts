import * as fc from 'fast-check';
import t from 'tap';
import { validateCard } from '../../src/validate/card.ts';
import { cards } from './arbitraries.ts';
import { validCard } from './verdict.ts';

/** Every RFC 6901 pointer in the value; its own names need no escapes. */
function pointersIn(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  const below = Object.entries(value).flatMap(([name, inner]) =>
    pointersIn(inner, `${pointer}/${name}`),
  );
  return [pointer, ...below];
}

/** A copy of the value with `true`, which no field takes, at the pointer. */
function spoiled(value: unknown, pointer: string): unknown {
  const [name, ...rest] = pointer.split('/').slice(1);
  if (name === undefined) return true;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = spoiled(copy[name], rest.map((part) => `/${part}`).join(''));
  return copy;
}

await t.test('accepts every acceptable card, and its own output unchanged', async (t) => {
  fc.assert(
    fc.property(cards, (card) => {
      const once = validCard(card);
      t.strictSame(validCard(once), once);
    }),
  );
});

await t.test('never lets NUL, lone surrogates or nulls inside components through', async () => {
  fc.assert(
    fc.property(cards, (card) => {
      const { key, components } = validCard(card);
      const json = JSON.stringify(components);
      const isClean = json.isWellFormed() && !/\\u(?:0000|d[89a-f])/.test(json) && !/\0/.test(key);
      return isClean && key.isWellFormed() && (components === null || !json.includes(':null'));
    }),
  );
});

await t.test('points to the one field of the wrong type', async (t) => {
  const spoilt = cards
    .map(validCard)
    .chain((card) => fc.constantFrom(...pointersIn(card)).map((pointer) => ({ card, pointer })));
  fc.assert(
    fc.property(spoilt, ({ card, pointer }) => {
      const verdict = validateCard(spoiled(card, pointer));
      t.equal(verdict.ok ? undefined : verdict.pointer, pointer);
    }),
  );
});

await t.test('never throws on arbitrary JSON', async () => {
  const anything = fc.jsonValue();
  const kind = fc.constantFrom('componentText', 'componentRow', 'componentContainer', '__proto__');
  const component = fc.dictionary(kind, anything);
  const card = fc.record({ key: fc.string(), components: fc.array(fc.oneof(component, anything)) });
  fc.assert(
    fc.property(fc.oneof(anything, card), (value) => {
      const verdict = validateCard(value);
      return verdict.ok || verdict.rule.length > 0;
    }),
  );
});

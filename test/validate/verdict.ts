import type { Test } from 'tap';
import { validateCard } from '../../src/validate/card.ts';
import type { ValidCard } from '../../src/validate/card.ts';

type Tap = Pick<Test, 'strictSame'>;

/** A card around the components, as an upstream sends it. */
export function cardOf(...components: readonly unknown[]): Record<string, unknown> {
  return { key: 'plan', components };
}

/** Asserts that the component is accepted and becomes `normal`; itself, when nothing else is said. */
export function accepts(t: Tap, component: unknown, normal: unknown = component): void {
  t.strictSame(validateCard(cardOf(component)), {
    ok: true,
    card: { key: 'plan', timeToLiveSeconds: null, components: [normal] },
  });
}

/** Asserts that the component is refused; `pointer` starts at the component. */
export function refuses(t: Tap, component: unknown, pointer: string, rule: string): void {
  refusesCard(t, cardOf(component), `/components/0${pointer}`, rule);
}

export function refusesCard(t: Tap, card: unknown, pointer: string, rule: string): void {
  t.strictSame(validateCard(card), { ok: false, pointer, rule });
}

/** The card in normal form; throws when it is refused. */
export function validCard(card: unknown): ValidCard {
  const verdict = validateCard(card);
  if (!verdict.ok) throw new Error(`refused at ${verdict.pointer}: ${verdict.rule}`);
  return verdict.card;
}

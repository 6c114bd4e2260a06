import type { CardRequest } from '../parse/card-request.ts';
import type { Customer, Subject } from '../parse/customer.ts';
import type { RegisteredCard, Registry } from './registry.ts';
import { slotOf, withhold } from './slot.ts';

/** What to do about one requested key. */
export type PlannedKey =
  | {
      readonly kind: 'card';
      readonly key: string;
      readonly card: RegisteredCard;
      readonly slot: string;
      /**
       * Where is remembered what Plain was told. Plain's own cache may not tell threads apart, so neither does this.
       */
      readonly toldSlot: string;
      readonly subject: Subject;
    }
  | { readonly kind: 'anonymous'; readonly key: string; readonly card: RegisteredCard }
  | { readonly kind: 'retired'; readonly key: string; readonly card: RegisteredCard }
  | { readonly kind: 'unknown'; readonly key: string };

export type PlannedCard = Extract<PlannedKey, { kind: 'card' }>;

export interface PlanScope {
  readonly registry: Registry;
  readonly workspaceId: string | null;
  /** The only cards the caller may ask for; null allows all. */
  readonly allowed: ReadonlySet<string> | null;
}

/** Plans each requested key once, in the order asked. */
export function plan(request: CardRequest, scope: PlanScope): PlannedKey[] {
  return request.cardKeys.map((key) => planKey(key, request.subject, scope));
}

function planKey(key: string, subject: Subject, scope: PlanScope): PlannedKey {
  const card = scope.allowed?.has(key) === false ? undefined : scope.registry.get(key);
  if (card === undefined) return { kind: 'unknown', key };
  if (card.retired) return { kind: 'retired', key, card };
  if (isAnonymous(subject.customer)) return { kind: 'anonymous', key, card };
  const sent = withhold(subject, card);
  const slot = slotOf(card, sent, scope.workspaceId);
  const toldSlot =
    sent.thread === null && sent.tenant === null
      ? slot
      : slotOf(card, { ...sent, thread: null, tenant: null }, scope.workspaceId);
  return { kind: 'card', key, card, subject: sent, slot, toldSlot };
}

/** Without any identifier two customers would look the same, so such a request is neither sent nor shared. */
function isAnonymous(customer: Customer): boolean {
  return customer.id === null && customer.email === null && customer.externalId === null;
}

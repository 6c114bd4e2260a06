import type { CardRequest } from '../parse/card-request.ts';
import type { Customer, Subject } from '../parse/customer.ts';
import type { RegisteredCard, Registry } from './registry.ts';
import { digestOf, withhold } from './slot.ts';
import type { Slot } from './slot.ts';

/** What to do about one requested key. */
export type PlannedKey =
  | {
      readonly kind: 'card';
      readonly key: string;
      readonly card: RegisteredCard;
      readonly slot: Slot;
      /**
       * Where is remembered what Plain was told. Plain's own cache may not tell threads apart, so neither does this.
       */
      readonly toldSlot: Slot;
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
  const sent = createSent(request.subject, scope.workspaceId);
  return request.cardKeys.map((key) => planKey(key, request.subject, sent, scope));
}

/** What a card sends, and the digests that its slots are made of. */
interface Sent {
  readonly subject: Subject;
  readonly digest: string;
  readonly toldDigest: string;
}

/** Cards that send the same dimensions share what they send: most requests have one such subject, and need one digest. */
function createSent(
  subject: Subject,
  workspaceId: string | null,
): (card: Pick<RegisteredCard, 'sends'>) => Sent {
  const known = new Map<string, Sent>();
  return ({ sends }) => {
    const dimensions = sends.join();
    const found = known.get(dimensions);
    if (found !== undefined) return found;
    const sent = withhold(subject, { sends });
    const digest = digestOf(sent, workspaceId);
    const toldDigest =
      sent.thread === null && sent.tenant === null
        ? digest
        : digestOf({ ...sent, thread: null, tenant: null }, workspaceId);
    const made = { subject: sent, digest, toldDigest };
    known.set(dimensions, made);
    return made;
  };
}

function planKey(
  key: string,
  asked: Subject,
  sentBy: ReturnType<typeof createSent>,
  scope: PlanScope,
): PlannedKey {
  const card = scope.allowed?.has(key) === false ? undefined : scope.registry.get(key);
  if (card === undefined) return { kind: 'unknown', key };
  if (card.retired) return { kind: 'retired', key, card };
  if (isAnonymous(asked.customer)) return { kind: 'anonymous', key, card };
  const { subject, digest, toldDigest } = sentBy(card);
  const slot = { card, digest, customer: subject.customer };
  const toldSlot = toldDigest === digest ? slot : { ...slot, digest: toldDigest };
  return { kind: 'card', key, card, subject, slot, toldSlot };
}

/** Without any identifier two customers would look the same, so such a request is neither sent nor shared. */
function isAnonymous(customer: Customer): boolean {
  return customer.id === null && customer.email === null && customer.externalId === null;
}

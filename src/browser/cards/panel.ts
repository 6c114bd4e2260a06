import { computed, signal } from '@preact/signals';
import type { CardsAnswer, CardsQuestion } from '../../admin/api.ts';
import { now } from '../app/clock.ts';
import { isGatewayGone } from '../app/connection.ts';
import { askSignedIn, session } from '../app/session.ts';
import { isVisible } from '../app/visibility.ts';
import { chosenKeys, everyKey } from './key-choice.ts';
import type { KeyChoice } from './key-choice.ts';
import { dueKeys } from './shown-card.ts';
import type { ShownCards } from './shown-card.ts';

/** Whose cards are asked for. */
export type Subject = Omit<CardsQuestion, 'cardKeys' | 'workspaceId'>;

/** A request as it was answered. */
export interface LastRequest {
  readonly answer: CardsAnswer;
  /** Milliseconds since the epoch. */
  readonly answeredAt: number;
}

// All of it is kept while the page is open, so that a look at another view loses nothing, and is stored nowhere.
export const subject = signal<Subject | null>(null);
/** null: the first one, if there are any. */
export const workspaceChoice = signal<string | null>(null);
export const keyChoice = signal<KeyChoice>(everyKey);
export const shown = signal<ShownCards>(new Map());
/** Keys that are being asked for. */
export const asked = signal<ReadonlySet<string>>(new Set());
export const lastRequest = signal<LastRequest | null>(null);
/** Why the last request was refused. Nothing is asked by itself after that. */
export const refusal = signal<string | null>(null);

const scene = computed(() => (session.value.state === 'signed_in' ? session.value.scene : null));

export const workspaceId = computed(
  () => workspaceChoice.value ?? scene.value?.workspaces[0] ?? null,
);

/** In the order of the panel. */
export const keys = computed(() => chosenKeys(scene.value?.cards ?? [], keyChoice.value));

/** Shows somebody's cards, as when Plain opens a customer of whom it has no cards yet; null shows nobody's. */
export function open(next: Subject | null): void {
  subject.value = next;
  shown.value = new Map();
  asked.value = new Set();
  lastRequest.value = null;
  refusal.value = null;
}

/** Lets all cards be asked for again; until then they stay. */
export function expireAll(): void {
  const cards = [...shown.peek()].map(([key, card]) => [key, { ...card, answeredAt: 0 }] as const);
  shown.value = new Map(cards);
  refusal.value = null;
}

/** Asks for what is due: the heart of what Plain does while somebody looks at a customer. To be run as an effect. */
export function askForDue(): void {
  if (subject.value === null || refusal.value !== null) return;
  if (!isVisible.value || isGatewayGone.value) return;
  const due = dueKeys(keys.value, shown.value, asked.value, now.value);
  if (due.length > 0) void askFor(due);
}

/** One request for these keys. A single one is what Plain sends for a click on reload. */
export async function askFor(wanted: readonly string[]): Promise<void> {
  const whose = subject.peek();
  const these = new Set(wanted);
  asked.value = asked.peek().union(these);
  const question = { body: { ...whose, workspaceId: workspaceId.peek(), cardKeys: wanted } };
  const answer = await askSignedIn<CardsAnswer>('api/cards', question);
  // Somebody else's are shown by now.
  if (subject.peek() !== whose) return;
  asked.value = asked.peek().difference(these);
  if (answer.ok) show(answer.body);
  else if (answer.problem === 'refused') refusal.value = answer.message;
}

function show(answer: CardsAnswer): void {
  const answeredAt = Date.now();
  const fresh = answer.cards.map((card) => [card.key, { card, answeredAt }] as const);
  shown.value = new Map([...shown.peek(), ...fresh]);
  lastRequest.value = { answer, answeredAt };
  refusal.value = null;
}

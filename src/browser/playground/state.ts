import { computed, effect, signal } from '@preact/signals';
import type { CardVerdict } from '../../cli/lint/judge.ts';
import { createDraftAddress } from '../editor/draft-address.ts';
import { formatJson } from '../editor/format-json.ts';
import type { Range } from '../editor/json-range.ts';
import { settled } from '../editor/settled.ts';
import { firstItem } from './gallery/gallery.ts';
import type { GalleryItem } from './gallery/item.ts';
import { problemsOf } from './problems.ts';
import { readDocument } from './read-document.ts';

/** As it stands in the editor. Kept while other views are shown. */
export const text = signal(formatJson(firstItem.document));

/** As it is judged, drawn and kept: nobody wants to be told about half a word. */
export const judgedText = settled(text, 150);
const read = computed(() => readDocument(judgedText.value));
export const problems = computed(() => problemsOf(judgedText.value, read.value));

/** Where the editor goes. */
export const place = signal<Range | null>(null);

/** Of an answer with several cards, the one that is drawn. */
export const chosenCard = signal(0);
export const cards = computed(() => (read.value.kind === 'judged' ? read.value.cards : []));
const card = computed(() => cards.value[chosenCard.value] ?? cards.value[0]);

export type Drawing =
  | { readonly kind: 'blank' }
  /** Nothing of this text could be drawn yet. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'hidden' }
  | {
      readonly kind: 'card';
      readonly components: NonNullable<CardVerdict['components']>;
      /** Whether this is what the text said before it was broken. */
      readonly isOld: boolean;
    };

const lastGood = signal<CardVerdict['components']>(null);
effect(() => {
  if (card.value?.verdict === 'shown') lastGood.value = card.value.components;
});

export const drawing = computed((): Drawing => {
  if (read.value.kind === 'blank') return { kind: 'blank' };
  if (card.value?.verdict === 'hidden') return { kind: 'hidden' };
  const components = card.value?.components ?? lastGood.value;
  if (components === null) return { kind: 'broken' };
  return { kind: 'card', components, isOld: card.value?.components !== components };
});

const address = createDraftAddress('playground', {
  read: () => text.peek(),
  write(draft) {
    text.value = draft;
    return true;
  },
});
export const { problem: draftProblem } = address;

/** To be called while the view is open: the address follows the text. */
export function open(): () => void {
  return address.follow(judgedText);
}

/** Begins anew with something of the gallery; Back leads back to what was there. */
export async function choose({ document }: GalleryItem): Promise<void> {
  await address.keep('the same entry');
  text.value = formatJson(document);
  await address.keep('a new entry');
}

/** Sets the text the way the gallery's are; does nothing while it is no JSON. */
export function format(): void {
  const current = readDocument(text.peek());
  if (current.kind === 'judged') text.value = formatJson(current.value);
}

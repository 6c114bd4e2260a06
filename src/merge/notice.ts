import type { Failure } from '../outcome.ts';
import type { RegisteredCard } from '../plan/registry.ts';
import type { Component } from '../validate/components.ts';

/** Plain asks again this soon after a notice. */
export const noticeTtlSeconds = 15;
/** At most so soon after the notice of what is switched off. */
export const disabledTtlSeconds = 60;
/** Nobody registers the key: only a change of configuration can help. */
export const unknownTtlSeconds = 60;

const defaults = {
  unavailable:
    "Couldn't load {service} just now. This doesn't mean there is no data. Reload to retry. Ref {ref}",
  refused: "{Service} refused our access; reloading won't help. Ref {ref}",
  disabledCard: 'This card is switched off for now.',
  disabledUpstream: '{Service} is switched off for now.',
};

/** What a notice needs of the card. */
type NoticedCard = Pick<RegisteredCard, 'title' | 'notice' | 'fallbackUrl'>;

/** What an agent reads instead of a card: never host names, codes or upstream text. */
export function noticeFor(card: NoticedCard, failure: Failure, ref: string): Component[] {
  const kind = failure.reason === 'auth' ? 'refused' : 'unavailable';
  const words = fill(card.notice?.[kind] ?? defaults[kind], card.title, ref);
  return [text(words), ...fallbackLink(card)];
}

/** While an operator has switched off the card itself, or its upstream. */
export function noticeForDisabled(
  card: NoticedCard,
  kind: 'card' | 'upstream',
  ref: string,
): Component[] {
  const words = kind === 'card' ? defaults.disabledCard : defaults.disabledUpstream;
  return [text(fill(card.notice?.disabled ?? words, card.title, ref)), ...fallbackLink(card)];
}

export function noticeForUnknown(ref: string): Component[] {
  return [
    text(`No service is set up for this card. Tell whoever runs the card gateway. Ref ${ref}`),
  ];
}

/** The muted line above a card whose refresh failed. */
export function staleNotice(asOf: Date): Component[] {
  return [
    text("Couldn't refresh. Data from"),
    { componentDateTime: { dateTimeIso8601: asOf.toISOString() } },
  ];
}

function fill(words: string, service: string, ref: string): string {
  return words
    .replaceAll('{service}', () => service)
    .replaceAll('{Service}', () => service.charAt(0).toUpperCase() + service.slice(1))
    .replaceAll('{ref}', () => ref);
}

function text(plainText: string): Component {
  return { componentPlainText: { plainText, plainTextSize: 'S', plainTextColor: 'MUTED' } };
}

function fallbackLink({ fallbackUrl, title }: NoticedCard): Component[] {
  if (fallbackUrl === undefined) return [];
  return [
    { componentLinkButton: { linkButtonUrl: fallbackUrl, linkButtonLabel: `Open ${title}` } },
  ];
}

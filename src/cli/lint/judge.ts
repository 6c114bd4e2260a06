import { isJsonObject } from '../../validate/check-components.ts';
import type { Component } from '../../validate/components.ts';
import { byteLength, serialiseComponents } from '../../validate/serialise.ts';
import { fixFor } from './fixes.ts';
import { findRepairs } from './repairs.ts';
import { examineCard } from './violations.ts';

/** One thing that is wrong, or not as it should be. */
export interface Finding {
  /** `error`: Plain refuses it. `warning`: it is made right, or left out. */
  readonly severity: 'error' | 'warning';
  /** RFC 6901, from the root of the document. */
  readonly pointer: string;
  /** Whether it is about the key there, not about its value. */
  readonly isKey: boolean;
  readonly message: string;
  /** What to write instead, in sentences; may be empty. */
  readonly fix: string;
}

/** What becomes of one card of an answer. */
export interface CardVerdict {
  /** null where there is none. */
  readonly key: string | null;
  readonly verdict: 'shown' | 'hidden' | 'refused' | 'ignored';
  readonly findings: readonly Finding[];
  /** What is shown. */
  readonly components: readonly Component[] | null;
}

/** What becomes of an answer. */
export interface Verdict {
  /** About the answer as a whole: with an error among them, no card of it is shown. */
  readonly findings: readonly Finding[];
  readonly cards: readonly CardVerdict[];
  /** Keys that were asked for and have no card. */
  readonly missing: readonly string[];
}

/** The gateway's default `maxCardBytes`, without the room that it leaves for a line above an old card. */
export const maxCardBytes = 65_536 - 256;

/** Judges an answer, `{"cards": […]}`, or one card. `asked` are the keys that must be there; with none, all are welcome. */
export function judge(document: unknown, asked: readonly string[] = []): Verdict {
  if (isJsonObject(document) && 'cards' in document) return judgeAnswer(document['cards'], asked);
  if (isJsonObject(document) && ('components' in document || 'key' in document))
    return judgeCards([document], () => '', asked);
  return wrongShape('', 'expected {"cards": […]}, or one card with key and components');
}

function wrongShape(pointer: string, message: string): Verdict {
  return { findings: [error(pointer, message, '')], cards: [], missing: [] };
}

function error(pointer: string, message: string, fix: string): Finding {
  return { severity: 'error', pointer, isKey: false, message, fix };
}

function warning(pointer: string, message: string, isKey = false): Finding {
  return { severity: 'warning', pointer, isKey, message, fix: '' };
}

function judgeAnswer(cards: unknown, asked: readonly string[]): Verdict {
  if (!Array.isArray(cards)) return wrongShape('/cards', 'expected a list of cards');
  return judgeCards(cards, (index) => `/cards/${index}`, asked);
}

function judgeCards(
  cards: readonly unknown[],
  pointerOf: (index: number) => string,
  asked: readonly string[],
): Verdict {
  const keys = cards.map((card) => (isJsonObject(card) ? card['key'] : undefined));
  return {
    findings: [],
    cards: cards.map((card, index) => {
      const pointer = pointerOf(index);
      const key = keys[index];
      if (typeof key === 'string' && keys.indexOf(key) < index)
        return ignored(
          key,
          warning(`${pointer}/key`, 'a second card of this key; the first one counts'),
        );
      if (typeof key === 'string' && asked.length > 0 && !asked.includes(key))
        return ignored(key, warning(`${pointer}/key`, 'nobody has asked for this card'));
      return judgeCard(card, pointer);
    }),
    missing: asked.filter((key) => !keys.includes(key)),
  };
}

function ignored(key: string, finding: Finding): CardVerdict {
  return { key, verdict: 'ignored', findings: [finding], components: null };
}

function judgeCard(value: unknown, root: string): CardVerdict {
  const key = isJsonObject(value) && typeof value['key'] === 'string' ? value['key'] : null;
  const { violations, card } = examineCard(value);
  const refused = violations.map(({ pointer, rule }) =>
    error(root + pointer, rule, fixFor(rule, valueAt(value, pointer))),
  );
  if (card === null) return { key, verdict: 'refused', findings: refused, components: null };
  const { components } = card;
  const findings = findRepairs(value, card).map(({ pointer, isKey, message }) =>
    warning(root + pointer, message, isKey),
  );
  const bytes = byteLength(serialiseComponents(components));
  if (bytes > maxCardBytes)
    return { key, verdict: 'refused', findings: [tooLarge(root, bytes), ...findings], components };
  return { key, verdict: components === null ? 'hidden' : 'shown', findings, components };
}

function tooLarge(root: string, bytes: number): Finding {
  const message = `${bytes} bytes; the gateway takes ${maxCardBytes}, and Plain's own limit is not known`;
  return error(`${root}/components`, message, 'Show less, and link to the rest.');
}

function valueAt(value: unknown, pointer: string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce(
    (parent, name) => (Object(parent) as Readonly<Record<string, unknown>>)[name],
    value,
  );
}

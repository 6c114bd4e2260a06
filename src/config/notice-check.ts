import { suggest } from '../suggest.ts';
import type { Finding } from './finding.ts';
import { cardsOf } from './parts.ts';
import { field, fields } from './raw.ts';
import type { FileData } from './validate.ts';

/** What is filled into the words of a notice card; with a capital letter at the beginning of a sentence. */
const names = ['service', 'Service', 'ref'];

/** Placeholders in the words of notice cards that nothing fills in. */
export function checkNotices({ source, data }: FileData): Finding[] {
  return cardsOf(data).flatMap(({ base, data: card }) =>
    fields(field(card, 'notice')).flatMap(([kind, words]) =>
      unknownNames(words).map(({ name, index }) => {
        const message = `unknown placeholder; ${suggest(name, names)}`;
        return { source, path: [...base, 'notice', kind], message, index };
      }),
    ),
  );
}

function unknownNames(words: unknown): { name: string; index: number }[] {
  if (typeof words !== 'string') return [];
  return [...words.matchAll(/\{([A-Za-z.|]*)\}/g)]
    .map(({ 1: name = '', index }) => ({ name, index }))
    .filter(({ name }) => !names.includes(name));
}

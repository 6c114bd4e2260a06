import { componentFields, componentKinds, kindsByLevel } from '../../validate/components.ts';
import type { ComponentKind } from '../../validate/components.ts';
import { componentDescriptions, describeField } from '../../validate/descriptions.ts';
import type { Field } from '../../validate/fields.ts';
import type { Suggested } from '../editor/complete.ts';
import { placeAt } from '../editor/json-place.ts';
import type { JsonPlace, JsonStep } from '../editor/json-place.ts';
import type { Suggestion } from '../editor/suggestion.ts';
import { fieldTemplate, kindTemplate } from './templates.ts';

type Level = keyof typeof kindsByLevel;

/** What stands at a path of a document. */
type Part =
  | { readonly type: 'document' }
  | { readonly type: 'cards' }
  | { readonly type: 'card' }
  | { readonly type: 'list'; readonly level: Level }
  | { readonly type: 'component'; readonly level: Level }
  | { readonly type: 'fields'; readonly kind: ComponentKind }
  | { readonly type: 'field'; readonly field: Field; readonly name: string };

/** What Plain takes at an offset of a text; null where only punctuation may stand. */
export function suggest(text: string, offset: number): Suggested | null {
  const place = placeAt(text, offset);
  if (place === null) return null;
  const { from, to } = place;
  return { from, to, suggestions: suggestAt(place).map((each) => fitted(each, place)) };
}

/** A key that has its value already gets no other one. */
function fitted(suggestion: Suggestion, { kind, hasColon }: JsonPlace): Suggestion {
  const isAlone = kind === 'key' && hasColon;
  return isAlone ? { ...suggestion, insert: JSON.stringify(suggestion.label) } : suggestion;
}

/** What Plain takes at a place of a document; nothing where that is anything, or nothing. */
export function suggestAt({ kind, path, otherKeys }: JsonPlace): readonly Suggestion[] {
  let part: Part | undefined = { type: 'document' };
  for (const step of path) part = part && below(part, step);
  if (part === undefined) return [];
  return kind === 'key' ? keysOf(part, otherKeys) : valuesOf(part);
}

function below(part: Part, step: JsonStep): Part | undefined {
  switch (part.type) {
    case 'document':
      if (typeof step === 'number') return { type: 'component', level: 'all' };
      return step === 'cards' ? { type: 'cards' } : below({ type: 'card' }, step);
    case 'cards':
      return { type: 'card' };
    case 'card':
      return step === 'components' ? { type: 'list', level: 'all' } : undefined;
    case 'list':
      return { type: 'component', level: part.level };
    case 'component':
      return [...kindsByLevel[part.level]]
        .filter((kind) => kind === step)
        .map((kind) => ({ type: 'fields', kind }) as const)[0];
    case 'fields':
      return fieldsOf(part.kind)
        .filter(([name]) => name === step)
        .map(([name, field]) => ({ type: 'field', field, name }) as const)[0];
    case 'field':
      return part.field.type === 'content'
        ? { type: 'component', level: part.field.level }
        : undefined;
  }
}

function fieldsOf(kind: ComponentKind): [string, Field][] {
  return Object.entries<Field>(componentFields[kind]);
}

function keysOf(part: Part, otherKeys: readonly string[]): readonly Suggestion[] {
  const missing = ({ label }: Suggestion) => !otherKeys.includes(label);
  switch (part.type) {
    case 'document':
    case 'card':
      return cardKeys.filter(missing);
    case 'component':
      return otherKeys.some(isKind) ? [] : kindKeys(part.level);
    case 'fields':
      return fieldsOf(part.kind)
        .map(([name, field]) => fieldKey(part.kind, name, field))
        .filter(missing);
    case 'field':
      return otherKeys.length > 0 ? [] : identifierKeys(part.field);
    case 'cards':
    case 'list':
      return [];
  }
}

function isKind(name: string): boolean {
  return componentKinds.some((kind) => kind === name);
}

const cardKeys: readonly Suggestion[] = [
  {
    label: 'key',
    detail: 'text',
    info: "The card's key in Plain's settings",
    insert: '"key": ""',
    isNeeded: false,
  },
  {
    label: 'timeToLiveSeconds',
    detail: '15 to 31,536,000, or null',
    info: 'How long Plain may show the card before it asks again',
    insert: '"timeToLiveSeconds": 300',
    isNeeded: false,
  },
  {
    label: 'components',
    detail: 'a list, or null for no data',
    info: 'What is shown, from top to bottom',
    insert: '"components": []',
    isNeeded: true,
  },
  {
    label: 'cacheTags',
    detail: 'a list of texts',
    info: 'By which the gateway can purge the card; Plain never sees them',
    insert: '"cacheTags": [""]',
    isNeeded: false,
  },
];

function kindKeys(level: Level): Suggestion[] {
  return [...kindsByLevel[level]].map((kind) => ({
    label: kind,
    detail: '',
    info: componentDescriptions[kind].about,
    insert: `"${kind}": ${kindTemplate(kind)}`,
    isNeeded: false,
  }));
}

function fieldKey(kind: ComponentKind, name: string, field: Field): Suggestion {
  const words: Readonly<Record<string, string>> = componentDescriptions[kind].fields;
  return {
    label: name,
    detail: describeField(field),
    info: words[name] ?? '',
    insert: `"${name}": ${fieldTemplate(field)}`,
    isNeeded: field.required,
  };
}

function identifierKeys(field: Field): Suggestion[] {
  if (field.type !== 'identifier') return [];
  return field.names.map((name) => ({
    label: name,
    detail: 'text',
    info: '',
    insert: `"${name}": ""`,
    isNeeded: false,
  }));
}

function valuesOf(part: Part): readonly Suggestion[] {
  switch (part.type) {
    case 'component':
      return kindKeys(part.level).map((suggestion) => ({
        ...suggestion,
        insert: `{ ${suggestion.insert} }`,
      }));
    case 'field':
      return part.field.type === 'enum' ? part.field.values.map(constant) : [];
    case 'document':
      return [value('[]', 'a list of components'), value('{ "components": [] }', 'a card')];
    case 'list':
      return [value('[]', 'a list of components'), value('null', 'no data')];
    case 'cards':
    case 'card':
    case 'fields':
      return [];
  }
}

function constant(name: string): Suggestion {
  return { label: name, detail: '', info: '', insert: JSON.stringify(name), isNeeded: false };
}

function value(text: string, detail: string): Suggestion {
  return { label: text, detail, info: '', insert: text, isNeeded: false };
}

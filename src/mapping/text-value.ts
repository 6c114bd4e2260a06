import type { ValueField } from '../validate/fields.ts';
import { checkValue } from '../validate/values.ts';
import { escapeMarkdown } from './markdown.ts';
import type { Path } from './problem.ts';
import { parseTextTemplate } from './text-template.ts';
import type { TextPart } from './text-template.ts';
import { compileValue, didYouMean, report, reportText } from './tree-compiler.ts';
import type { Evaluate, Place } from './tree-compiler.ts';
import { MappingFailure } from './tree-run.ts';

/** Compiles what stands in a field of text; undefined when one of its expressions has no value. */
export function compileText(
  value: unknown,
  field: ValueField,
  place: Place,
): Evaluate<string | undefined> {
  const parts = partsOf(value, field, place);
  const escape = escapeFor(field, parts);
  const pieces = parts.map((part) => compilePart(part, escape, place));
  return async (scope) => {
    let whole = '';
    for (const evaluate of pieces) {
      const piece = await evaluate(scope);
      if (piece === undefined) return undefined;
      whole += piece;
    }
    return whole;
  };
}

type Escape = (text: string) => string;

/** A value inside a longer URL is one component of it; one that is the whole URL stays as it is. */
function escapeFor(field: ValueField, parts: readonly TextPart[]): Escape {
  if (field.type === 'string' && field.isMarkdown === true) return escapeMarkdown;
  if (field.type === 'url' && parts.length > 1)
    return (text) => encodeURIComponent(text.toWellFormed());
  return (text) => text;
}

function compilePart(part: TextPart, escape: Escape, place: Place): Evaluate<string | undefined> {
  if (part.type === 'text') return async () => part.text;
  const evaluate = compileValue(part.source, place, part.offset);
  return async (scope) => {
    const text = toText(await evaluate(scope), place.path);
    return text === undefined ? undefined : escape(text);
  };
}

function partsOf(value: unknown, field: ValueField, place: Place): readonly TextPart[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    report(place, 'expected text; a text that begins with {{ is put in quotes');
    return [];
  }
  const parsed = parseTextTemplate(String(value));
  if (!parsed.ok) {
    reportText(place, parsed);
    return [];
  }
  const problem = findImpossible(parsed.parts, field);
  if (problem !== undefined) report(place, problem);
  return parsed.parts;
}

/** Why no value of the expressions can make the text sound. */
function findImpossible(parts: readonly TextPart[], field: ValueField): string | undefined {
  const own = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  if (own.length === parts.length) return findLiteralProblem(own.join(''), field);
  const length = own.join('').length;
  if (field.type === 'string' && length > field.max)
    return `expected at most ${field.max} characters`;
  const [first] = parts;
  if (field.type !== 'url' || first?.type !== 'text') return undefined;
  return canBeginUrl(first.text) ? undefined : 'expected an absolute http or https URL';
}

function findLiteralProblem(text: string, field: ValueField): string | undefined {
  const checked = checkValue(text, field);
  if (checked.ok) return undefined;
  return field.type === 'enum' ? checked.rule + didYouMean(text, field.values) : checked.rule;
}

function canBeginUrl(text: string): boolean {
  const schemes = ['http://', 'https://'];
  return schemes.some((scheme) => {
    const begin = text.slice(0, scheme.length).toLowerCase();
    return scheme.startsWith(begin);
  });
}

/** Twice what any field takes. */
const maxTextLength = 20_000;

function toText(value: unknown, path: Path): string | undefined {
  const text = print(value, path);
  if (text !== undefined && text.length > maxTextLength)
    throw new MappingFailure(path, `gave more than ${maxTextLength} characters`);
  return text;
}

/** A list with commas. Numbers as JSONata prints them. */
function print(value: unknown, path: Path): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw new MappingFailure(path, 'expected text, got an object');
  const items = value.flatMap((item) => print(item, path) ?? []).filter((item) => item !== '');
  return items.length === 0 ? undefined : items.join(', ');
}

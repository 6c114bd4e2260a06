import { fill, parsePlaceholders } from './placeholder.ts';
import type { Dimension, Placeholder, PlaceholderName, PlaceholderValues } from './placeholder.ts';
import type { Place } from './place.ts';
import type { TextProblem } from './problem.ts';

/** What a template needs to be rendered. */
export interface Needs {
  readonly names: ReadonlySet<PlaceholderName>;
  /** The dimensions of the names, without what a look-up needs. */
  readonly dimensions: ReadonlySet<Dimension>;
}

/** A text with placeholders, known to be sound where it stands. */
export interface Template extends Needs {
  /** Encoded for its place; undefined when a value that it needs is missing, or can't be said there. */
  render(values: PlaceholderValues): string | undefined;
}

export type CompiledTemplate = { readonly ok: true; readonly template: Template } | TextProblem;

/** Checks and prepares a text that stands in `place`. */
export function compileTemplate(text: string, place: Place): CompiledTemplate {
  const parsed = parsePlaceholders(text);
  if (!parsed.ok) return parsed;
  const { placeholders } = parsed;
  const problem = findMisplaced(text, placeholders, place);
  if (problem !== undefined) return problem;
  return {
    ok: true,
    template: {
      ...needsOf(placeholders.map(({ name }) => name)),
      render: (values) => render(text, placeholders, place, values),
    },
  };
}

export function needsOf(names: Iterable<PlaceholderName>): Needs {
  const all = new Set(names);
  const dimensions = [...all].flatMap((name) => dimensionOf(name) ?? []);
  return { names: all, dimensions: new Set(dimensions) };
}

function dimensionOf(name: PlaceholderName): Dimension | undefined {
  if (name === 'lookup') return undefined;
  if (name.startsWith('customer.')) return 'customer';
  return name.startsWith('thread.') ? 'thread' : 'tenant';
}

function findMisplaced(
  text: string,
  placeholders: readonly Placeholder[],
  place: Place,
): TextProblem | undefined {
  for (const { start, end, filters } of placeholders) {
    const before = text.slice(0, start);
    const after = text.slice(end);
    const isSafe = filters.at(-1)?.isSafe === true;
    const message = isSafe ? quotedTwice(before, after) : place.refusal(before, after);
    if (message !== undefined) return { ok: false, message, offset: start };
  }
  return undefined;
}

function quotedTwice(before: string, after: string): string | undefined {
  const isQuoted = /["']$/.test(before) && after.startsWith(before.at(-1) ?? '');
  return isQuoted ? 'the filter writes the quotes itself; leave out those around it' : undefined;
}

function render(
  text: string,
  placeholders: readonly Placeholder[],
  place: Place,
  values: PlaceholderValues,
): string | undefined {
  let rendered = '';
  let position = 0;
  for (const placeholder of placeholders) {
    const value = fill(placeholder, values);
    const encoded = value === undefined ? undefined : place.encode(value);
    if (encoded === undefined) return undefined;
    rendered += text.slice(position, placeholder.start) + encoded;
    position = placeholder.end;
  }
  return rendered + text.slice(position);
}

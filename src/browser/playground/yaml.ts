import { scalar } from '../../cli/add/scalar.ts';
import { componentFields } from '../../validate/components.ts';
import type { Component, ComponentKind } from '../../validate/components.ts';
import type { Field } from '../../validate/fields.ts';

const width = 100;

/** The components as `components:` of a card in a file of the `json` adapter, which gives these very components. */
export function toYaml(components: readonly Component[]): string {
  return `components:\n${blockList(components, 2).join('\n')}\n`;
}

type Lines = readonly string[];
type Fields = Readonly<Record<string, unknown>>;

function blockList(components: readonly Component[], indent: number): Lines {
  return components.flatMap((component) => {
    const [[kind, fields] = []] = Object.entries(component) as [ComponentKind, Fields][];
    return kind === undefined || fields === undefined ? [] : block(kind, fields, indent);
  });
}

function block(kind: ComponentKind, fields: Fields, indent: number): Lines {
  const table: Readonly<Record<string, Field>> = componentFields[kind];
  const written = Object.entries(fields).map(([name, value]): Written => {
    const field = table[name];
    return { name, value: typeof value === 'string' ? toTemplate(value, field) : value };
  });
  const start = `${' '.repeat(indent)}- ${kind}:`;
  const line = written.every(isOneLine) ? `${start} ${flow(written)}` : null;
  if (line !== null && line.length <= width) return [line];
  return [start, ...written.flatMap((entry) => blockField(entry, indent + 4))];
}

interface Written {
  readonly name: string;
  /** A text, an identifier, or a list of components. */
  readonly value: unknown;
}

/** Lists stand in lines of their own. */
function isOneLine({ value }: Written): boolean {
  return !Array.isArray(value) && !(typeof value === 'string' && isBlockText(value));
}

function blockField({ name, value }: Written, indent: number): Lines {
  const start = `${' '.repeat(indent)}${name}:`;
  if (Array.isArray(value)) {
    const components = value as readonly Component[];
    return components.length === 0
      ? [`${start} []`]
      : [start, ...blockList(components, indent + 2)];
  }
  if (typeof value !== 'string' || !isBlockText(value)) return [`${start} ${inline(value)}`];
  const inner = ' '.repeat(indent + 2);
  return [`${start} |-`, ...value.split('\n').map((line) => (line === '' ? '' : inner + line))];
}

function flow(written: readonly Written[]): string {
  const fields = written.map(({ name, value }) => `${name}: ${inline(value)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function inline(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  const entries = Object.entries(value ?? {}) as [string, string][];
  return flow(entries.map(([name, id]) => ({ name, value: toTemplate(id) })));
}

/** What YAML doesn't take as it is, and what would turn the text around in a reader's eyes. */
const unprintable = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/u;

/** Lines that a `|-` keeps as they are. */
function isBlockText(text: string): boolean {
  const lines = text.split('\n');
  const isPlain = lines.length > 1 && !lines.some((line) => unprintable.test(line));
  return isPlain && /^\S/.test(text) && lines.at(-1) !== '';
}

function quote(text: string): string {
  if (!unprintable.test(text)) return scalar(text);
  return JSON.stringify(text).replaceAll(new RegExp(unprintable, 'gu'), escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Double braces, and what looks like a placeholder of a request. */
const braces =
  /[{}]*(?:\{\{|\}\})[{}]*|\{(?=(?:(?:customer|thread|tenant)\.[A-Za-z]+|lookup)(?:\|[a-z]+)*\})/g;

/** The text as a template that gives it: neither expressions nor placeholders are read in it. */
function toTemplate(text: string, field?: Field): string {
  const literal = (part: string) => `{{ ${JSON.stringify(part)} }}`;
  // Inside a longer URL a value would be encoded.
  const isEncoded = field?.type === 'url' && text.search(braces) !== -1;
  const template = isEncoded ? literal(text) : text.replaceAll(braces, literal);
  return template.replaceAll('${', () => '$${');
}

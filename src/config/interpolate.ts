import type { ReadResult } from './files.ts';

/** Where placeholders get their values. */
export interface PlaceholderSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads `${file:path}`; relative paths are the reader's to resolve. */
  readonly readText: (path: string) => Promise<ReadResult<string>>;
  /** Whether a value that is missing is no mistake: it will be there where the gateway runs. */
  readonly maybeAbsent?: boolean;
}

/** A placeholder in a text, and what stands for it in the filled-in text. */
export interface Fill {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/** Why a placeholder has no value, in words without any value, and where it stands in the text. */
export interface Unfilled {
  readonly message: string;
  readonly index: number;
}

/** The text with its placeholders filled in; else it has none: `mistakes` is empty when that is no mistake. */
export type Interpolated =
  | { readonly ok: true; readonly text: string; readonly fills: readonly Fill[] }
  | { readonly ok: false; readonly mistakes: readonly Unfilled[] };

type Part = string | { readonly message: string; readonly isAbsent?: boolean };

const token = /\$\$\{|\$\{([^}]*)(\}?)/g;
const variable = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Fills in `${VAR}` (must be set and not empty), `${VAR:-default}` (when unset or empty) and `${file:/path}` (one trailing
 * newline dropped, must not be empty); `$${` stands for `${`. Values are not searched for placeholders again.
 */
export async function interpolate(
  text: string,
  sources: PlaceholderSources,
): Promise<Interpolated> {
  const fills: Fill[] = [];
  const unfilled: (Unfilled & { readonly isAbsent: boolean })[] = [];
  for (const match of text.matchAll(token)) {
    const { index } = match;
    const part = await resolve(match, sources);
    if (typeof part === 'string')
      fills.push({ from: index, to: index + match[0].length, value: part });
    else unfilled.push({ message: part.message, index, isAbsent: part.isAbsent === true });
  }
  if (unfilled.length === 0) return { ok: true, text: filledText(text, fills), fills };
  const isMistake = ({ isAbsent }: { isAbsent: boolean }) => !isAbsent || !sources.maybeAbsent;
  return {
    ok: false,
    mistakes: unfilled.filter(isMistake).map(({ message, index }) => ({ message, index })),
  };
}

function filledText(text: string, fills: readonly Fill[]): string {
  const ends = [0, ...fills.map(({ to }) => to)];
  const parts = fills.map(({ from, value }, index) => text.slice(ends[index], from) + value);
  return parts.join('') + text.slice(ends.at(-1));
}

/** Where a character of the filled-in text stands in the text; one of a value at its placeholder. */
export function indexBeforeFilling(index: number, fills: readonly Fill[]): number {
  let shift = 0;
  for (const { from, to, value } of fills) {
    const start = from + shift;
    if (index < start) break;
    if (index < start + value.length) return from;
    shift += value.length - (to - from);
  }
  return index - shift;
}

/** Whether the text is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  return /^\$\{[^}]*\}$/.test(text);
}

async function resolve(match: RegExpExecArray, sources: PlaceholderSources): Promise<Part> {
  const [whole, content, close] = match;
  if (whole === '$${') return '${';
  if (close !== '}' || content === undefined) return malformed;
  if (content.startsWith('file:')) return fromFile(content.slice('file:'.length), sources);
  const [, name, fallback] = variable.exec(content) ?? [];
  if (name === undefined || fallback?.includes('${')) return malformed;
  return fromEnvironment(name, fallback, sources);
}

const malformed: Part = {
  message:
    'malformed placeholder; expected ${VAR}, ${VAR:-default} or ${file:/path}, not nested, or $${ for a literal ${',
};

function fromEnvironment(
  name: string,
  fallback: string | undefined,
  { env }: PlaceholderSources,
): Part {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined && value !== '') return value;
  if (fallback !== undefined) return fallback;
  return value === undefined
    ? { message: `${name} is not set; set it in the gateway's environment`, isAbsent: true }
    : { message: `${name} is empty; give it a value in the gateway's environment`, isAbsent: true };
}

async function fromFile(path: string, { readText }: PlaceholderSources): Promise<Part> {
  if (path === '') return malformed;
  const read = await readText(path);
  if (!read.ok) {
    const message = `${path} cannot be read (${read.code}); mount the file or correct the path`;
    return { message, isAbsent: true };
  }
  const text = read.value.replace(/\r?\n$/, '');
  return text === ''
    ? { message: `${path} is empty; write the value into it`, isAbsent: true }
    : text;
}

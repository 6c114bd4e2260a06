import type { ReadResult } from './files.ts';

/** Where placeholders get their values. */
export interface PlaceholderSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads `${file:path}`; relative paths are the reader's to resolve. */
  readonly readText: (path: string) => Promise<ReadResult<string>>;
}

/** The text with its placeholders filled in, or why that is impossible: in words without any value. */
export type Interpolated =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly messages: readonly string[] };

type Part = string | { readonly message: string };

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
  const messages: string[] = [];
  let filled = '';
  let end = 0;
  for (const match of text.matchAll(token)) {
    const part = await resolve(match, sources);
    if (typeof part === 'string') filled += text.slice(end, match.index) + part;
    else messages.push(part.message);
    end = match.index + match[0].length;
  }
  if (messages.length > 0) return { ok: false, messages };
  return { ok: true, text: filled + text.slice(end) };
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
    ? { message: `${name} is not set; set it in the gateway's environment` }
    : { message: `${name} is empty; give it a value in the gateway's environment` };
}

async function fromFile(path: string, { readText }: PlaceholderSources): Promise<Part> {
  if (path === '') return malformed;
  const read = await readText(path);
  if (!read.ok) {
    return { message: `${path} cannot be read (${read.code}); mount the file or correct the path` };
  }
  const text = read.value.replace(/\r?\n$/, '');
  return text === '' ? { message: `${path} is empty; write the value into it` } : text;
}

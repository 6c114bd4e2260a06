import { createRequire } from 'node:module';
import type * as re2js from 're2js';
import type { RE2JS, RE2JSException } from 're2js';
import { lazily } from '../lazily.ts';
import { BudgetError } from './budget.ts';

const require = createRequire(import.meta.url);
/** With the first regular expression: most gateways have none. */
const loadEngine = lazily(() => require('re2js') as typeof re2js);

/** Instructions of a compiled pattern; `(\w+)@(\w+)` has 11. */
const maxProgramSize = 1000;
/** Characters times instructions of one search: some 20 ms at the worst. */
const maxWork = 100_000;

type Compiled = { readonly ok: true; readonly pattern: RE2JS } | RegexProblem;

export interface RegexProblem {
  readonly ok: false;
  readonly message: string;
  /** Index into the literal's source. */
  readonly offset: number;
}

/** By the literal they were written as, and as long as it lives. */
const patterns = new WeakMap<RegExp, Compiled>();

/** Why a literal can't be matched in linear time; undefined where it can. */
export function findRegexProblem(literal: RegExp): RegexProblem | undefined {
  const compiled = compile(literal);
  return compiled.ok ? undefined : compiled;
}

function compile(literal: RegExp): Compiled {
  const known = patterns.get(literal);
  if (known !== undefined) return known;
  const compiled = compileSource(literal);
  patterns.set(literal, compiled);
  return compiled;
}

function compileSource({ source, ignoreCase, multiline }: RegExp): Compiled {
  const named = source.indexOf(String.raw`\k<`);
  if (named !== -1) return { ok: false, message: noBacktracking, offset: named };
  const { RE2JS, RE2JSException } = loadEngine();
  const flags = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);
  try {
    const pattern = RE2JS.compile(RE2JS.translateRegExp(source), flags);
    return pattern.programSize() > maxProgramSize
      ? { ok: false, message: 'expected a smaller regular expression', offset: 0 }
      : { ok: true, pattern };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, message: noBacktracking, offset: offsetOf(error, source) };
  }
}

const noBacktracking =
  'expected a regular expression without look-ahead, look-behind and back-references, and with counts up to 1000';

function offsetOf(error: RE2JSException, source: string): number {
  const [, part = ''] = /`([^]*)`$/.exec(error.message) ?? [];
  return Math.max(0, source.indexOf(part));
}

/**
 * What JSONata needs of a RegExp with the flag `g`, in time linear in the text. Throws on a text that is too long for its
 * pattern.
 */
export class LinearRegExp {
  lastIndex = 0;
  readonly #pattern: RE2JS;

  constructor(literal: RegExp) {
    const compiled = compile(literal);
    if (!compiled.ok) throw new TypeError(compiled.message);
    this.#pattern = compiled.pattern;
  }

  exec(text: unknown): LinearMatch | null {
    if (typeof text !== 'string') throw new TypeError('a regular expression takes a text');
    if (text.length * this.#pattern.programSize() > maxWork)
      throw new BudgetError('gave a regular expression too long a text');
    const matcher = this.#pattern.matcher(text);
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0;
      return null;
    }
    this.lastIndex = matcher.end();
    const groups = Array.from(
      { length: matcher.groupCount() + 1 },
      (_, group) => matcher.group(group) ?? undefined,
    );
    return Object.assign(groups, { index: matcher.start() });
  }
}

/** The whole match, then its groups; undefined for a group that took no part. */
export type LinearMatch = (string | undefined)[] & { readonly index: number };

import { examine } from './check.ts';
import { jsonUpstream } from './json-upstream.ts';
import type { JsonUpstreamConfig } from './json-upstream.ts';
import { cardsOf } from './parts.ts';
import { parsePath } from './problem.ts';
import type { ConfigProblem } from './problem.ts';
import { field, fields, textAt } from './raw.ts';
import { createSource } from './source.ts';
import type { Source } from './source.ts';
import { validate } from './validate.ts';

/** The text of an upstream's file with the `json` adapter, examined by itself. */
export interface LoneFile {
  /** Keys of its cards, as far as it can be read. */
  readonly cards: readonly string[];
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
  /** The file with this card alone, and stand-ins for its secrets and its `url`; null when something that the card needs is wrong. */
  readonly upstreamWith: (card: string) => JsonUpstreamConfig | null;
  /** A problem at a place that `formatPath` has written. */
  readonly problemAt: (path: string, message: string) => ConfigProblem;
}

const fileName = 'upstream.yaml';
/** Reads as text, and as a number where that is expected: one that suits a TTL. */
const standIn = '60';
const standInUrl = 'http://stand-in.invalid';

/** Reads no file and no variable: `check` tells what it tells without them, and a mapping runs on stand-ins. */
export async function examineLoneFile(text: string): Promise<LoneFile> {
  const source = await createSource(fileName, text, {
    env: {},
    readText: async () => ({ ok: false, code: '' }),
    maybeAbsent: true,
  });
  const filled = await createSource(fileName, text, {
    env: Object.fromEntries(namesIn(text).map((name) => [name, standIn])),
    readText: async () => ({ ok: true, value: standIn }),
  });
  const { problems, warnings } = examine(await gatewaySource(), [source]);
  const isOwn = ({ file }: ConfigProblem): boolean => file === fileName;
  const own = [...problems.filter(isOwn), ...wrongAdapter(source)];
  return {
    cards: cardsOf(source.data).map(({ key }) => key),
    problems: own,
    warnings: warnings.filter(isOwn),
    upstreamWith: (card) =>
      own.some((problem) => concerns(problem, card)) ? null : readWith(card, filled),
    problemAt: (path, message) => source.problem(parsePath(path), message),
  };
}

function namesIn(text: string): string[] {
  return [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name);
}

function gatewaySource(): Promise<Source> {
  const text = 'version: 1\nauth: { headers: [{ name: authorization, value: stand-in }] }\n';
  return createSource('gateway.yaml', text, { env: {}, readText: async () => notThere });
}
const notThere = { ok: false, code: '' } as const;

function wrongAdapter(source: Source): ConfigProblem[] {
  const adapter = textAt(source.data, 'adapter');
  if (adapter === undefined || adapter === 'json') return [];
  return [source.problem(['adapter'], 'expected json: cards of other adapters are not mapped')];
}

function concerns({ path }: ConfigProblem, card: string): boolean {
  const [first, second] = parsePath(path);
  if (first === 'cards') return second === undefined || second === card;
  return first === undefined || first === 'lookup' || first === 'adapter';
}

/** Of the rest of the file a mapping sees nothing. */
function readWith(card: string, filled: Source): JsonUpstreamConfig | null {
  const part = (data: unknown) => ({
    name: 'stand-in',
    adapter: 'json',
    url: standInUrl,
    ...Object.fromEntries(fields(data).filter(([name]) => kept.has(name))),
    cards: { [card]: field(field(data, 'cards'), card) },
  });
  const source = {
    ...filled,
    data: part(filled.data),
    retype: (paths: Parameters<Source['retype']>[0]) => part(filled.retype(paths)),
  };
  return validate(source, jsonUpstream).config ?? null;
}
const kept = new Set(['lookup', 'maxResponseBytes']);

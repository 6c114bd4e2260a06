import { cardKey, httpUrl, name } from '../../config/fields.ts';
import { nearest } from '../../suggest.ts';
import type { Asker } from '../ask.ts';
import { adapters } from './upstream-file.ts';
import type { UpstreamFacts } from './upstream-file.ts';

/** Facts as they are given or typed. */
export type Answers = Readonly<Record<FieldName, string>>;

export type Gathered =
  | { readonly ok: true; readonly facts: UpstreamFacts }
  | { readonly ok: false; readonly message: string };

/** Whom to ask, if anybody, and the names of files that may not be written. */
interface Scope {
  readonly asker: Asker | null;
  /** How the command line gives the name. */
  readonly nameOption: string;
  readonly taken: readonly string[];
}

type FieldName = 'name' | 'adapter' | 'url' | 'organization' | 'cards' | 'token';

interface Field {
  readonly name: FieldName;
  /** How a command line gives it. */
  readonly option: string;
  readonly question: string;
  /** What is taken when nothing is said. */
  readonly fallback?: (answers: Answers) => string | undefined;
  /** Null when nothing is. */
  readonly wrong: (answer: string, taken: readonly string[]) => string | null;
  readonly isWanted?: (answers: Answers) => boolean;
}

const isSentry = ({ adapter }: Answers): boolean => adapter === 'sentry';

const fields: readonly Field[] = [
  {
    name: 'name',
    option: 'NAME',
    question: 'Name of the service, such as billing:',
    wrong: (answer, taken) =>
      taken.includes(`${answer}.yaml`)
        ? `upstreams/${answer}.yaml is there already; --force replaces it`
        : problemOf(name, answer),
  },
  {
    name: 'adapter',
    option: '--adapter ADAPTER',
    question: "Adapter: json (any JSON API), plain (speaks Plain's protocol) or sentry:",
    wrong: (answer) =>
      adapters.some((adapter) => adapter === answer)
        ? null
        : `expected one of ${adapters.join(', ')}${meant(answer)}`,
  },
  {
    name: 'url',
    option: '--url URL',
    question: 'Its URL, such as https://orders.internal/api:',
    fallback: (answers) => (isSentry(answers) ? 'https://sentry.io' : undefined),
    wrong: (answer) => problemOf(httpUrl, answer),
  },
  {
    name: 'organization',
    option: '--organization SLUG',
    question: "The organization, as it is in Sentry's URLs:",
    wrong: (answer) =>
      /^[a-z0-9_-]+$/.test(answer) ? null : 'expected the slug: a-z, 0-9, _ and -',
    isWanted: isSentry,
  },
  {
    name: 'cards',
    option: '--card KEY',
    question: 'Keys of its cards in Plain, with spaces between them:',
    fallback: (answers) => (isSentry(answers) ? 'sentry' : undefined),
    wrong(answer) {
      const keys = keysIn(answer);
      if (keys.length === 0) return 'expected at least one key';
      return keys.map((key) => problemOf(cardKey, key)).find((problem) => problem !== null) ?? null;
    },
  },
  {
    name: 'token',
    option: '--no-token',
    question: 'Does it want a bearer token, yes or no?',
    fallback: () => 'yes',
    wrong: (answer) => (/^(?:y|yes|n|no)$/i.test(answer) ? null : 'expected yes or no'),
    isWanted: (answers) => !isSentry(answers),
  },
];

const nothing: Answers = { name: '', adapter: '', url: '', organization: '', cards: '', token: '' };

/** Takes what is given, and asks for the rest; without an asker, what is missing is told. */
export async function gatherFacts(given: Partial<Answers>, scope: Scope): Promise<Gathered> {
  let answers = nothing;
  for (const field of fields) {
    if (field.isWanted?.(answers) === false) continue;
    const answer = await answerTo(field, answers, given[field.name], scope);
    if (!answer.ok) return answer;
    answers = { ...answers, [field.name]: answer.text };
  }
  return { ok: true, facts: toFacts(answers) };
}

type Answered =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

async function answerTo(
  field: Field,
  answers: Answers,
  given: string | undefined,
  { asker, taken, nameOption }: Scope,
): Promise<Answered> {
  const { question, fallback, wrong } = field;
  const option = field.name === 'name' ? nameOption : field.option;
  if (given !== undefined) {
    const message = wrong(given, taken);
    return message === null
      ? { ok: true, text: given }
      : { ok: false, message: `${option}: ${message}` };
  }
  const usual = fallback?.(answers);
  const typed = asker
    ? await asker.ask(question, {
        fallback: usual,
        wrong: (answer) => wrong(answer, taken),
      })
    : (usual ?? null);
  if (typed !== null) return { ok: true, text: typed };
  const message = asker
    ? 'nothing was written'
    : `${option} is missing; give it, or run this on a terminal to be asked`;
  return { ok: false, message };
}

function toFacts({ name, adapter, url, organization, cards, token }: Answers): UpstreamFacts {
  return {
    name,
    adapter: adapters.find((known) => known === adapter) ?? 'plain',
    url,
    organization,
    cards: [...new Set(keysIn(cards))],
    hasToken: adapter === 'sentry' || /^y/i.test(token),
  };
}

function meant(answer: string): string {
  const adapter = nearest(answer, adapters);
  return adapter === undefined ? '' : `; did you mean ${adapter}?`;
}

function keysIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((key) => key !== '');
}

interface Checked {
  safeParse(text: string): {
    readonly error?: { readonly issues: readonly { readonly message: string }[] };
  };
}

function problemOf(schema: Checked, text: string): string | null {
  return schema.safeParse(text).error?.issues[0]?.message ?? null;
}

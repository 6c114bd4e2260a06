import type { Config, Examination } from '../../config/load.ts';
import { suggest } from '../../suggest.ts';
import { checkText } from '../check/text.ts';
import { defaultDirectory, isConfigDirectory, nameOf } from '../config-directory.ts';
import { lookOf } from '../draw/look.ts';
import { showProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { programName } from '../usage.ts';
import { askConfig } from './ask-config.ts';
import { examinePart } from './partial-config.ts';
import { readRegistrations } from './registrations.ts';
import type { Registration } from './registrations.ts';
import type { Question, Tried, TriedCall, TryResult } from './tried.ts';

export interface ConfigChoice {
  readonly directory: string | undefined;
  /** Every card that is not retired, instead of the keys of the question. */
  readonly all: boolean;
  readonly isExplained: boolean;
}

/** Asks for cards as a configuration says, of which only the files are read that register them. */
export async function tryConfig(
  question: Question,
  choice: ConfigChoice,
  terminal: Terminal,
): Promise<TryResult> {
  const directory = choice.directory ?? (await defaultDirectory());
  if (!(await isConfigDirectory(directory))) return { ok: false, message: noConfig(directory) };
  const registrations = await readRegistrations(directory);
  const unknown = choice.all ? undefined : findUnknown(question.keys, registrations);
  if (unknown !== undefined) return { ok: false, message: unknown };
  const files = choice.all ? null : filesOf(question.keys, registrations);
  const examination = await examinePart(directory, terminal.env, files);
  const { config } = examination;
  if (!config) return { ok: false, message: describeProblems(examination, directory, terminal) };
  const keys = choice.all ? activeKeys(config) : question.keys;
  const tried = await ask({ ...question, keys }, config, choice, terminal);
  return { ok: true, tried };
}

function noConfig(directory: string): string {
  return `there is no gateway.yaml in ${nameOf(directory)}. Name the configuration with --config DIR, write one with ${programName} init, or ask a gateway that runs with --url.`;
}

/** Where nothing registers any card, loading the configuration says better why. */
function findUnknown(
  keys: readonly string[],
  registrations: readonly Registration[],
): string | undefined {
  const known = registrations.flatMap(({ cards }) => cards);
  const unknown = keys.find((key) => !known.includes(key));
  if (unknown === undefined || known.length === 0) return undefined;
  return `no upstream registers a card ${JSON.stringify(unknown)}; ${suggest(unknown, known)}`;
}

function filesOf(keys: readonly string[], registrations: readonly Registration[]): string[] {
  const wanted = registrations.filter(({ cards }) => cards.some((card) => keys.includes(card)));
  return wanted.map(({ name }) => name);
}

/** As `check` tells them, and only what is in the way. */
function describeProblems(examination: Examination, directory: string, terminal: Terminal): string {
  const look = { ...lookOf(terminal), colourDepth: 1 };
  const problems = { ...examination, warnings: [] };
  const told = checkText(problems, { directory, width: Math.max(40, terminal.columns), look });
  return `the configuration cannot be used.\n\n${told.trimEnd()}`;
}

function activeKeys({ upstreams }: Config): string[] {
  return upstreams.flatMap(({ cards }) =>
    Object.entries(cards).flatMap(([key, { retired }]) => (retired ? [] : key)),
  );
}

async function ask(
  question: Question,
  config: Config,
  { isExplained }: ConfigChoice,
  terminal: Terminal,
): Promise<Tried> {
  const asked = config.upstreams.filter(({ cards }) =>
    question.keys.some((key) => Object.hasOwn(cards, key)),
  );
  const waitingFor = new Set(asked.map(({ name }) => name));
  const stop = showProgress(terminal, () => `waiting for ${[...waitingFor].join(', ')}`);
  const onCall = ({ upstream }: TriedCall): void => void waitingFor.delete(upstream);
  return askConfig(config, question, { clock: terminal.clock, onCall, isExplained }).finally(stop);
}

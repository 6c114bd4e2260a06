import type { Clock } from '../clock.ts';
import { createLines } from '../config/lines.ts';
import { examineLoneFile } from '../config/lone-file.ts';
import type { LoneFile } from '../config/lone-file.ts';
import type { ConfigProblem } from '../config/problem.ts';
import { findSyntaxProblem } from '../validate/json-syntax.ts';
import type { MappingAnswer, MappingProblemView, MappingQuestion } from './api.ts';
import { mapOnce } from './map-once.ts';
import type { MapFailure } from './map-once.ts';

export interface MappingDeps {
  readonly clock: Clock;
  readonly maxCardBytes: number;
}

type Severity = MappingProblemView['severity'];

/** Checks a file of an upstream, and makes one of its cards of a response as the gateway would. */
export async function tryMapping(
  question: MappingQuestion,
  deps: MappingDeps,
): Promise<MappingAnswer> {
  const { yaml, response: text } = question;
  const file = await examineLoneFile(yaml);
  const view = (severity: Severity) => (problem: ConfigProblem) =>
    viewProblem(problem, severity, yaml);
  const found = [...file.problems.map(view('error')), ...file.warnings.map(view('warning'))];
  const answer = (problems: readonly MappingProblemView[], result: MappingAnswer['result']) => ({
    cards: file.cards,
    problems: [...found, ...problems],
    result,
  });

  const [first = ''] = file.cards;
  const { card = first } = question;
  const upstream = file.cards.includes(card) ? file.upstreamWith(card) : null;
  if (text === null) return answer([], null);
  const response = readResponse(text, upstream?.maxResponseBytes);
  if (!response.ok) return answer([response.problem], null);
  if (upstream === null) return answer([], null);
  const { failure, ...mapped } = await mapOnce(
    { ...question, card, upstream, response: response.value },
    deps,
  );
  const placed = place(failure, card, file).map(view('error'));
  return answer(placed, { card, ...mapped, failure: failure?.message ?? null });
}

function place(failure: MapFailure | null, card: string, file: LoneFile): ConfigProblem[] {
  if (failure === null || failure.path === null) return [];
  const path = `cards[${JSON.stringify(card)}].${failure.path}`;
  return [file.problemAt(path, failure.message)];
}

type ReadResponse =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: MappingProblemView };

function readResponse(text: string, maxBytes = Number.POSITIVE_INFINITY): ReadResponse {
  if (Buffer.byteLength(text) > maxBytes) {
    return refused(text, 0, `larger than the file's maxResponseBytes, ${maxBytes}`);
  }
  const problem = findSyntaxProblem(text);
  if (problem !== null) return refused(text, problem.offset, problem.message);
  return { ok: true, value: JSON.parse(text) };
}

function refused(text: string, offset: number, message: string): ReadResponse {
  const { line, column } = createLines(text).placeOf(offset);
  return {
    ok: false,
    problem: { source: 'response', path: '', severity: 'error', line, column, length: 1, message },
  };
}

const word = /^(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w.$-]+|.)/;

function viewProblem(
  { path, message, line = 1, column = 1 }: ConfigProblem,
  severity: Severity,
  yaml: string,
): MappingProblemView {
  const text =
    yaml
      .split('\n', line)
      .at(-1)
      ?.slice(column - 1) ?? '';
  const { length } = word.exec(text)?.[0] ?? ' ';
  return { source: 'yaml', path, severity, line, column, length, message };
}

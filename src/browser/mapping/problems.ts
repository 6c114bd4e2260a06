import type { MappingProblemView } from '../../admin/api.ts';
import { toSentence } from '../editor/problem.ts';
import type { EditorProblem } from '../editor/problem.ts';

/** The problems of one of the two texts, at their places in it. */
export function problemsIn(
  text: string,
  source: MappingProblemView['source'],
  problems: readonly MappingProblemView[],
): readonly EditorProblem[] {
  const starts = lineStarts(text);
  return problems
    .filter((problem) => problem.source === source)
    .map(({ severity, line, column, length, message }) => {
      const from = Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1);
      const to = Math.min(text.length, from + length);
      const replacement = meantIn(message);
      return { from, to, severity, message: toSentence(message), fix: '', replacement };
    })
    .sort((a, b) => a.from - b.from);
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function meantIn(message: string): string | null {
  return /did you mean ([\w-]+)\?/.exec(message)?.[1] ?? null;
}

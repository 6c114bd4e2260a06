import type { ConfigProblem, Examination } from '../../config/load.ts';
import { formatFile } from '../../config/problem.ts';

/** The report for a program: one JSON document, whose fields stay; docs/check.md has their meaning. */
export function checkJson(examination: Examination, directory: string): string {
  const { problems, warnings, outline } = examination;
  const show = (severity: 'error' | 'warning') => (problem: ConfigProblem) => ({
    severity,
    file: formatFile(problem, directory),
    line: problem.line ?? null,
    column: problem.column ?? null,
    path: problem.path,
    message: problem.message,
  });
  const report = {
    version: 1,
    ok: problems.length === 0,
    problems: [...problems.map(show('error')), ...warnings.map(show('warning'))],
    upstreams: outline.upstreams,
    cards: outline.cards,
    absentValues: outline.absentValues,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

import type { ConfigProblem, Examination } from '../../config/load.ts';
import { formatFile } from '../../config/problem.ts';
import { githubAnnotation } from '../github-annotation.ts';
import { summaryOf } from './summary.ts';

/** The report as GitHub's workflow commands, which show each problem beside its line, and a line to read in the log. */
export function checkGithub(examination: Examination, directory: string): string {
  const { problems, warnings } = examination;
  const annotations = [
    ...problems.map((problem) => annotation('error', problem, directory)),
    ...warnings.map((warning) => annotation('warning', warning, directory)),
  ];
  return [...annotations, summaryOf(examination)].map((line) => `${line}\n`).join('');
}

function annotation(kind: 'error' | 'warning', problem: ConfigProblem, directory: string): string {
  const { line, column, path, message } = problem;
  const file = formatFile(problem, directory);
  const text = path === '' ? message : `${path}: ${message}`;
  return githubAnnotation({ kind, file, line, column, message: text });
}

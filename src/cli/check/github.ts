import type { ConfigProblem, Examination } from '../../config/load.ts';
import { formatFile } from '../../config/problem.ts';
import { printable } from '../draw/printable.ts';
import { summaryOf } from './summary.ts';

/** The report as GitHub's workflow commands, which show each problem beside its line, and a line to read in the log. */
export function checkGithub(examination: Examination, directory: string): string {
  const { problems, warnings } = examination;
  const annotations = [
    ...problems.map((problem) => annotation('error', problem, directory)),
    ...warnings.map((warning) => annotation('warning', warning, directory)),
  ];
  return [...annotations, summaryOf(examination)].map((line) => `${printable(line)}\n`).join('');
}

function annotation(kind: string, problem: ConfigProblem, directory: string): string {
  const { line, column, path, message } = problem;
  const place = { file: formatFile(problem, directory), line, col: column };
  const properties = Object.entries(place)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = path === '' ? message : `${path}: ${message}`;
  return `::${kind} ${properties.join(',')}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

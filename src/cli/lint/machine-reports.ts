import { describeFailure } from '../../admin/failure-words.ts';
import { githubAnnotation } from '../github-annotation.ts';
import { consequenceOf } from './consequence.ts';
import type { Examination } from './examine.ts';
import { summaryOf } from './summary.ts';

/** The report for a program: one JSON document, whose fields stay. */
export function lintJson(examination: Examination): string {
  const { name, findings, cards, missing, refusal } = examination;
  const report = {
    version: 1,
    ok: summaryOf(examination).isFine,
    source: name,
    findings: findings.map(({ severity, line, column, pointer, message, fix }) => ({
      severity,
      line,
      column,
      pointer,
      message,
      fix: fix === '' ? null : fix,
    })),
    cards: cards.map(({ key, verdict }) => ({ key, verdict })),
    missing,
    response: refusal === null || refusal.kind === 'shape' ? null : refusal.failure,
    consequence: consequenceOf(examination),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** The report as GitHub's workflow commands, which show each finding beside its line, and a line to read in the log. */
export function lintGithub(examination: Examination): string {
  const { name: file, findings, missing, refusal } = examination;
  const annotations = [
    ...findings.map(({ severity: kind, line, column, pointer, message, fix }) =>
      githubAnnotation({
        kind,
        file,
        line,
        column,
        message: [pointer, `${message}.`, fix].filter(Boolean).join(' '),
      }),
    ),
    ...missing.map((key) =>
      githubAnnotation({ kind: 'error', file, message: `${key} is missing` }),
    ),
    ...(refusal === null || refusal.kind === 'shape'
      ? []
      : [
          githubAnnotation({
            kind: 'error',
            file,
            message: `the service ${describeFailure(refusal.failure)}`,
          }),
        ]),
  ];
  return [...annotations, summaryOf(examination).text].map((line) => `${line}\n`).join('');
}

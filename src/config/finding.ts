import { formatPath } from './problem.ts';
import type { ConfigProblem, Path } from './problem.ts';
import type { Source, Target } from './source.ts';

/** Something wrong at a place in a file. */
export interface Finding extends Target {
  readonly source: Source;
  readonly path: Path;
  readonly message: string;
  /** Whether it is wrong whatever the values of its placeholders are. Default: their absence leaves it open. */
  readonly isCertain?: boolean;
}

/** The problems that findings are, without those at values that are missing: these have been told, or are no mistakes. */
export function toProblems(findings: readonly Finding[]): ConfigProblem[] {
  return findings
    .filter((finding) => !isSettled(finding))
    .map(({ source, path, message, ...target }) => source.problem(path, message, target));
}

function isSettled({ source, path, isCertain = false }: Finding): boolean {
  const place = formatPath(path);
  return isCertain
    ? source.problems.some((problem) => problem.path === place)
    : source.isUnresolved(path);
}

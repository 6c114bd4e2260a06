import type { ConfigProblem, Path } from './problem.ts';
import type { Source, Target } from './source.ts';

/** Something wrong at a place in a file. */
export interface Finding extends Target {
  readonly source: Source;
  readonly path: Path;
  readonly message: string;
}

/** The problems that findings are, without those at values that are missing: these have been told, or are no mistakes. */
export function toProblems(findings: readonly Finding[]): ConfigProblem[] {
  return findings
    .filter(({ source, path }) => !source.isUnresolved(path))
    .map(({ source, path, message, ...target }) => source.problem(path, message, target));
}

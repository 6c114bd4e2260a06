import type { LineCounter, YAMLError } from 'yaml';
import type { Path } from './problem.ts';

/** What a file says that is not YAML as the gateway reads it. */
export interface YamlProblem {
  readonly path: Path;
  readonly message: string;
  /** Into the text. */
  readonly offset: number;
}

/** YAML errors in words that never quote the text; the first of each line, as the others follow from it. */
export function syntaxProblems(
  errors: readonly YAMLError[],
  lines: LineCounter,
  text: string,
): YamlProblem[] {
  const byLine = Map.groupBy(errors, (error) => lines.linePos(error.pos[0]).line);
  return byLine
    .values()
    .toArray()
    .flatMap((errors) => errors.slice(0, 1))
    .map((error) => syntaxProblem(error, text));
}

export const tagMessage = 'tags are not supported; remove what starts with !';

/** The library's own words quote the text for these codes. */
const words = new Map<string, string>([
  ['BAD_DIRECTIVE', 'unknown directive; remove the line that starts with %'],
  ['BAD_COLLECTION_TYPE', tagMessage],
  ['BAD_DQ_ESCAPE', 'unknown escape; write \\\\ for a backslash, or use single quotes'],
  ['MULTIPLE_DOCS', 'expected one document; remove the --- line and what follows'],
  ['TAG_RESOLVE_FAILED', tagMessage],
  ['UNEXPECTED_TOKEN', 'unexpected text; check the indentation, quotes and brackets'],
]);

function syntaxProblem(error: YAMLError, text: string): YamlProblem {
  const [offset] = error.pos;
  const message = words.get(error.code) ?? `invalid YAML: ${error.message}`;
  return { path: [], message: message + placeholderHint(text, offset), offset };
}

function placeholderHint(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return line.includes('${') ? '; inside { } or [ ] a placeholder must be quoted' : '';
}

/** Where in a file: map keys and list indexes from the root. */
export type Path = readonly (string | number)[];

/** Something wrong with the configuration. Never holds the value of a field: it may be a secret. */
export interface ConfigProblem {
  /** Relative to the configuration directory, with forward slashes. */
  readonly file: string;
  /** `cards.usage.ttlSeconds`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected and what to do. */
  readonly message: string;
  /** From 1; absent when there is no text to point at. */
  readonly line?: number;
  readonly column?: number;
}

/** `auth.headers[0].value`; keys that would be ambiguous are quoted. */
export function formatPath(path: Path): string {
  return path.map(formatSegment).join('').replace(/^\./, '');
}

function formatSegment(segment: string | number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  return /^[\w-]+$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}

/** The path of which `formatPath` made the text. */
export function parsePath(text: string): Path {
  return [...text.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([\w-]+)/g)].map(
    ([, index, quoted, name = '']) => {
      if (index !== undefined) return Number(index);
      return quoted === undefined ? name : (JSON.parse(quoted) as string);
    },
  );
}

/** For a terminal: one block a file, one line a problem, ending in a newline. `directory` is put before the file names. */
export function formatProblems(problems: readonly ConfigProblem[], directory = ''): string {
  const byFile = Map.groupBy(problems, (problem) => problem.file);
  return [...byFile.values()].map((block) => formatBlock(block, directory)).join('\n');
}

function formatBlock(problems: readonly ConfigProblem[], directory: string): string {
  const rows = problems.map((problem) => ({
    start: [formatPlace(problem, directory), problem.path].filter(Boolean).join('  '),
    message: problem.message,
  }));
  const width = Math.min(60, Math.max(...rows.map((row) => row.start.length)));
  return rows.map((row) => `${printable(`${row.start.padEnd(width)}  ${row.message}`)}\n`).join('');
}

/** `upstreams/billing.yaml:7:3`. */
export function formatPlace(problem: ConfigProblem, directory = ''): string {
  const { line, column } = problem;
  const name = formatFile(problem, directory);
  return line === undefined ? name : `${name}:${line}:${column}`;
}

/** The file's name below the directory, if one is given. */
export function formatFile({ file }: Pick<ConfigProblem, 'file'>, directory: string): string {
  if (directory === '' || directory === '.') return file;
  return file === '.' ? directory : `${directory.replace(/\/+$/, '')}/${file}`;
}

/** A file's text must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}/gu, '?');
}

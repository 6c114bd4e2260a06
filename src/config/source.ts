import { fillIn } from './fill-in.ts';
import type { Template } from './fill-in.ts';
import type { PlaceholderSources } from './interpolate.ts';
import { formatPath } from './problem.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { aliasProblem, parseNumberOrBoolean, parseYaml, toData } from './yaml.ts';
import type { YamlProblem } from './yaml-errors.ts';
import { locate, startOf } from './yaml-path.ts';

/** A configuration file: parsed, with its placeholders filled in. */
export interface Source {
  readonly file: string;
  /** Undefined when the file is no usable YAML. Placeholders are text here. */
  readonly data: unknown;
  /** What is wrong before any schema looks at it. */
  readonly problems: readonly ConfigProblem[];
  /** A problem at a path, pointing at the value or at the key that leads to it. */
  readonly problem: (path: Path, message: string, at?: 'key' | 'value') => ConfigProblem;
  /** Whether the path leads to text whose placeholder has no value: a problem told already. */
  readonly isUnresolved: (path: Path) => boolean;
  /** The data with numbers and booleans at those of the paths that lead to an unquoted scalar of one placeholder. */
  readonly retype: (paths: readonly Path[]) => unknown;
}

/** Stands for a file that can't be read. */
export function unreadableSource(file: string, message: string): Source {
  const problem: Source['problem'] = (path) => ({ file, path: formatPath(path), message });
  const retype = () => undefined;
  return {
    file,
    data: undefined,
    problems: [problem([], message)],
    problem,
    isUnresolved: () => false,
    retype,
  };
}

/** Parses the text of a file and fills in its placeholders. Everything wrong is in `problems`. */
export async function createSource(
  file: string,
  text: string,
  values: PlaceholderSources,
): Promise<Source> {
  const { document, lines, problems, usable } = parseYaml(text);
  const templates = usable ? await fillIn(document, values) : new Map<unknown, Template>();
  const templateAt = (path: Path) => templates.get(locate(document, path).node);
  const data = usable ? toData(document) : undefined;
  const toProblem = ({ path, message, offset }: YamlProblem): ConfigProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, path: formatPath(path), message, line, column: col };
  };
  return {
    file,
    data,
    problems: [
      ...problems,
      ...templates.values().flatMap(templateProblems),
      ...(usable && data === undefined ? [aliasProblem] : []),
    ].map(toProblem),
    problem(path, message, at = 'value') {
      return toProblem({ path, message, offset: locate(document, path)[at] });
    },
    isUnresolved: (path) => templateAt(path)?.result.ok === false,
    retype(paths) {
      for (const template of paths.map(templateAt)) retypeTemplate(template);
      return toData(document);
    },
  };
}

function templateProblems({ node, path, result }: Template): YamlProblem[] {
  if (result.ok) return [];
  return result.messages.map((message) => ({ path, message, offset: startOf(node) }));
}

function retypeTemplate(template: Template | undefined): void {
  if (!template?.isBare || !template.result.ok) return;
  template.node.value = parseNumberOrBoolean(template.result.text) ?? template.result.text;
}

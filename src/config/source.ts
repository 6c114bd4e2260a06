import { isScalar } from 'yaml';
import { createExcerpt } from './excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import { fillIn } from './fill-in.ts';
import type { Template } from './fill-in.ts';
import { indexBeforeFilling } from './interpolate.ts';
import type { PlaceholderSources } from './interpolate.ts';
import { formatPath } from './problem.ts';
import type { ConfigProblem, Path } from './problem.ts';
import { aliasProblem, parseNumberOrBoolean, parseYaml, toData } from './yaml.ts';
import type { YamlProblem } from './yaml-errors.ts';
import { offsetInText } from './yaml-offset.ts';
import { locate } from './yaml-path.ts';

/** What at a path is meant: the value, or the key that leads to it; and which character of the value or key. */
export interface Target {
  readonly at?: 'key' | 'value' | undefined;
  readonly index?: number | undefined;
}

/** A configuration file: parsed, with its placeholders filled in. */
export interface Source {
  readonly file: string;
  /** Undefined when the file is no usable YAML. Placeholders are text here. */
  readonly data: unknown;
  /** What is wrong before any schema looks at it. */
  readonly problems: readonly ConfigProblem[];
  /** A problem at a path. */
  readonly problem: (path: Path, message: string, target?: Target) => ConfigProblem;
  /** Whether there is nothing to judge at a path: a placeholder without a value, or what has been told already. */
  readonly isUnresolved: (path: Path) => boolean;
  /** The data with numbers and booleans at those of the paths that lead to an unquoted scalar of one placeholder. */
  readonly retype: (paths: readonly Path[]) => unknown;
  /** Texts that have no value here, which is no mistake. */
  readonly absentValues: number;
  /** A line as it may be shown; undefined where there is none. */
  readonly excerpt: Excerpt;
}

/** Stands for a file that can't be read. */
export function unreadableSource(file: string, message: string): Source {
  const problem: Source['problem'] = (path) => ({ file, path: formatPath(path), message });
  return {
    file,
    data: undefined,
    problems: [problem([], message)],
    problem,
    isUnresolved: () => false,
    retype: () => undefined,
    absentValues: 0,
    excerpt: () => undefined,
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
  const told = new Set(problems.map(({ path }) => formatPath(path)));
  const toProblem = ({ path, message, offset }: YamlProblem): ConfigProblem => {
    return { file, path: formatPath(path), message, ...lines.placeOf(offset) };
  };
  const offsetOf = (path: Path, { at = 'value', index }: Target): number => {
    const located = locate(document, path);
    if (index === undefined) return located[at];
    const scalar = at === 'key' ? located.keyNode : located.node;
    return offsetInside(scalar, index, templates.get(scalar), text) ?? located[at];
  };
  return {
    file,
    data,
    problems: [
      ...problems,
      ...templates.values().flatMap((template) => templateProblems(template, text)),
      ...(usable && data === undefined ? [aliasProblem] : []),
    ].map(toProblem),
    problem: (path, message, target = {}) =>
      toProblem({ path, message, offset: offsetOf(path, target) }),
    isUnresolved: (path) => templateAt(path)?.result.ok === false || told.has(formatPath(path)),
    retype(paths) {
      for (const template of paths.map(templateAt)) retypeTemplate(template);
      return toData(document);
    },
    absentValues: templates.values().filter(isAbsent).toArray().length,
    excerpt: createExcerpt(text, usable ? document : undefined),
  };
}

function offsetInside(
  node: unknown,
  index: number,
  template: Template | undefined,
  text: string,
): number | undefined {
  if (!isScalar(node)) return undefined;
  if (!template?.result.ok) return offsetInText(node, String(node.value), index, text);
  return offsetInText(node, template.text, indexBeforeFilling(index, template.result.fills), text);
}

function templateProblems({ node, text: value, path, result }: Template, text: string) {
  if (result.ok) return [];
  return result.mistakes.map(({ message, index }): YamlProblem => {
    return { path, message, offset: offsetInText(node, value, index, text) };
  });
}

function isAbsent({ result }: Template): boolean {
  return !result.ok && result.mistakes.length === 0;
}

function retypeTemplate(template: Template | undefined): void {
  if (!template?.isBare || !template.result.ok) return;
  template.node.value = parseNumberOrBoolean(template.result.text) ?? template.result.text;
}

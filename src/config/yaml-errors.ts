import { visit } from 'yaml';
import type { Document, YAMLError } from 'yaml';
import type { Lines } from './lines.ts';
import type { Path } from './problem.ts';

/** What a file says that is not YAML as the gateway reads it. */
export interface YamlProblem {
  readonly path: Path;
  readonly message: string;
  /** Into the text. */
  readonly offset: number;
}

interface Parsed {
  readonly document: Document;
  readonly lines: Lines;
  readonly text: string;
}

/** YAML errors in words that never quote the text; the first of each line, as the others follow from it. */
export function syntaxProblems(errors: readonly YAMLError[], parsed: Parsed): YamlProblem[] {
  const byLine = Map.groupBy(errors, ({ pos }) => parsed.lines.placeOf(pos[0]).line);
  const firsts = [...byLine.values()].flatMap((line) => line.slice(0, 1));
  return firsts.map((error) => describe(error, parsed));
}

export const tagMessage = 'tags are not supported; remove what starts with !';

/** What is most likely meant, and where it stands. */
interface Words {
  readonly code: string;
  /** The library's own words, where they tell what the code does not. */
  readonly says?: RegExp;
  readonly message: string;
  /** Default: where the parser gave up. */
  readonly place?: (offset: number, parsed: Parsed) => number | undefined;
}

const belowValue = 'not expected below the value above; check the indentation';
const unclosed = {
  message: 'nothing closes this; expected its closing quote or bracket',
  place: openingAt,
};
const catalogue: readonly Words[] = [
  { code: 'BAD_DIRECTIVE', message: 'unknown directive; remove the line that starts with %' },
  { code: 'BAD_COLLECTION_TYPE', message: tagMessage },
  { code: 'TAG_RESOLVE_FAILED', message: tagMessage },
  {
    code: 'BAD_DQ_ESCAPE',
    message: 'unknown escape; write \\\\ for a backslash, or use single quotes',
  },
  {
    code: 'MULTIPLE_DOCS',
    message: 'expected one document; remove the --- line and what follows',
  },
  { code: 'TAB_AS_INDENT', message: 'a tab; indent with spaces', place: tabBefore },
  {
    code: 'BAD_SCALAR_START',
    message: 'a text that begins with this character is put in quotes',
  },
  { code: 'MISSING_CHAR', says: /closing/, ...unclosed },
  { code: 'BAD_INDENT', says: /^Flow/, ...unclosed },
  {
    code: 'BAD_INDENT',
    message: 'not in line with what stands above; check the indentation',
    place: textBehind,
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    says: /^Nested/,
    message: 'a text with a colon and a space in it is put in quotes',
    place: colonBehind,
  },
  {
    code: 'BLOCK_AS_IMPLICIT_KEY',
    says: /^Nested/,
    message: belowValue,
    place: lineBelow,
  },
  { code: 'BLOCK_AS_IMPLICIT_KEY', message: belowValue, place: textBehind },
  {
    code: 'MULTILINE_IMPLICIT_KEY',
    message: 'expected a field, as in `name: value`, with a space behind the colon',
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'inside { } or [ ] a placeholder must be quoted',
    place: placeholderAt,
  },
  {
    code: 'UNEXPECTED_TOKEN',
    message: 'unexpected text; check the indentation, quotes and brackets',
  },
];

function describe({ code, message, pos: [offset] }: YAMLError, parsed: Parsed): YamlProblem {
  for (const words of catalogue) {
    if (words.code !== code || words.says?.test(message) === false) continue;
    const place = words.place ? words.place(offset, parsed) : offset;
    if (place !== undefined) return { path: [], message: words.message, offset: place };
  }
  return { path: [], message: `invalid YAML: ${message}`, offset };
}

/** The innermost quote or bracket that is still open where the parser gave up. */
function openingAt(offset: number, { document, text }: Parsed): number | undefined {
  let opening: number | undefined;
  visit(document, {
    Node(_, node) {
      const [start = 0, end = 0] = node.range ?? [];
      if (end === offset && /["'{[]/.test(text.charAt(start))) opening = start;
    },
  });
  return opening;
}

function tabBefore(offset: number, { text }: Parsed): number {
  return text.charAt(offset) !== '\t' && text.charAt(offset - 1) === '\t' ? offset - 1 : offset;
}

function textBehind(offset: number, { text }: Parsed): number {
  return offset + text.slice(offset).search(/[^ ]|$/);
}

function colonBehind(offset: number, { text }: Parsed): number | undefined {
  const [line = ''] = text.slice(offset).split('\n', 1);
  const colon = line.search(/:(?:\s|$)/);
  return colon === -1 ? undefined : offset + colon;
}

function lineBelow(offset: number, parsed: Parsed): number | undefined {
  const end = parsed.text.indexOf('\n', offset);
  return end === -1 ? undefined : textBehind(end + 1, parsed);
}

function placeholderAt(offset: number, { text }: Parsed): number | undefined {
  return text.startsWith('${', offset - 1) ? offset - 1 : undefined;
}

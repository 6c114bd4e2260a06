import { parse, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { createLines } from './lines.ts';
import type { Lines } from './lines.ts';
import { syntaxProblems } from './yaml-errors.ts';
import type { YamlProblem } from './yaml-errors.ts';
import { duplicateKeys, refuseNodes, unknownAliases } from './yaml-refused.ts';

export interface ParsedYaml {
  readonly document: Document.Parsed;
  readonly lines: Lines;
  readonly problems: readonly YamlProblem[];
  /** Whether the document can be read on in spite of its problems, so that more can be told at once. */
  readonly usable: boolean;
}

/** Parses one YAML 1.2 core-schema document: anchors and merge keys allowed, custom tags not. Never throws. */
export function parseYaml(text: string): ParsedYaml {
  const lines = createLines(text);
  const document = parseDocument(text, {
    schema: 'core',
    merge: true,
    prettyErrors: false, // they quote the text, and with it secrets
    logLevel: 'error',
  });
  const errors = [...document.errors, ...document.warnings];
  const duplicates = errors.filter((error) => error.code === 'DUPLICATE_KEY');
  const syntax = errors.filter((error) => error.code !== 'DUPLICATE_KEY');
  const fatal = [...syntaxProblems(syntax, { document, lines, text }), ...unknownAliases(document)];
  if (fatal.length > 0) return { document, lines, problems: fatal, usable: false };
  const problems = [...duplicateKeys(document, duplicates, lines), ...refuseNodes(document, text)];
  return { document, lines, problems, usable: true };
}

/** How often aliases may multiply one anchor; against alias bombs. */
const maxAliasCount = 100;

export const aliasProblem: YamlProblem = {
  path: [],
  message: `<< takes a mapping or its alias, and one anchor is repeated at most ${maxAliasCount} times`,
  offset: 0,
};

/** The document as plain data; undefined for an `aliasProblem`. */
export function toData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount });
  } catch {
    return undefined;
  }
}

/** The number or boolean that the core schema reads in a plain scalar of this text. */
export function parseNumberOrBoolean(text: string): number | boolean | undefined {
  if (!/^[-+.\w]+$/.test(text)) return undefined;
  const value: unknown = parse(text, { schema: 'core' });
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

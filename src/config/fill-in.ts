import { visit } from 'yaml';
import type { Document, Scalar } from 'yaml';
import { interpolate, isPlaceholder } from './interpolate.ts';
import type { Interpolated, PlaceholderSources } from './interpolate.ts';
import type { Path } from './problem.ts';
import { pathOf } from './yaml-path.ts';

/** A string value with placeholders, and what came of them. */
export interface Template {
  readonly node: Scalar;
  /** With its placeholders. */
  readonly text: string;
  readonly path: Path;
  /** Whether the scalar is unquoted, untagged and one placeholder, so that it may stand for a number. */
  readonly isBare: boolean;
  readonly result: Interpolated;
}

/** Fills placeholders into the document's string values, in place; keys are left alone. By node. */
export async function fillIn(
  document: Document,
  values: PlaceholderSources,
): Promise<Map<unknown, Template>> {
  const templates = new Map<unknown, Template>();
  for (const { node, text, path } of findTemplates(document)) {
    const result = await interpolate(text, values);
    if (result.ok) node.value = result.text;
    const isBare = node.type === 'PLAIN' && node.tag === undefined && isPlaceholder(text);
    templates.set(node, { node, text, path, isBare, result });
  }
  return templates;
}

function findTemplates(document: Document): { node: Scalar; text: string; path: Path }[] {
  const found: { node: Scalar; text: string; path: Path }[] = [];
  visit(document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string' || !node.value.includes('${')) return;
      found.push({ node, text: node.value, path: pathOf(ancestors, node) });
    },
  });
  return found;
}

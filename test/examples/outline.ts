import { isJsonObject } from '../../src/validate/check-components.ts';

/**
 * A card's components as lines of text, nothing left out: kind and values of each component, rows on one line with `|`
 * between main and aside, a container's content indented.
 */
export function outline(components: readonly unknown[] | null): readonly string[] | null {
  return components === null ? null : components.flatMap((component) => linesOf(component));
}

function linesOf(component: unknown): readonly string[] {
  const [kind, fields] = kindOf(component);
  if (kind === 'container')
    return ['container:', ...listOf(fields['containerContent']).flatMap(linesOf).map(indent)];
  if (kind !== 'row') return [[kind, ...valuesOf(fields)].join(' ')];
  const main = listOf(fields['rowMainContent']).flatMap(linesOf).join(', ');
  const aside = listOf(fields['rowAsideContent']).flatMap(linesOf).join(', ');
  return [`row: ${main} | ${aside}`];
}

function kindOf(component: unknown): [string, Readonly<Record<string, unknown>>] {
  const [[kind, fields] = []] = isJsonObject(component) ? Object.entries(component) : [];
  if (kind === undefined || !isJsonObject(fields)) throw new Error('not a component');
  return [kind.replace('component', '').toLowerCase(), fields];
}

/** Texts in quotes, for what stands between them to be seen; constants such as GREEN without. */
function valuesOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.values(fields).flatMap((value) => {
    if (isJsonObject(value)) return valuesOf(value);
    return typeof value === 'string' && /^[A-Z]+$/.test(value) ? value : JSON.stringify(value);
  });
}

const indent = (line: string): string => `  ${line}`;

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

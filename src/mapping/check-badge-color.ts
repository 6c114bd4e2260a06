import { nearest } from '../suggest.ts';
import { componentFields } from '../validate/components.ts';
import { pairsOf } from './ast.ts';
import type { AstNode } from './ast.ts';
import type { Surroundings } from './check-ast.ts';
import { startOfToken } from './token.ts';

const colors: readonly string[] = componentFields.componentBadge.badgeColor.values;

/** The colours that are written out in `$badgeColor(value, {…}, default)`. */
export function checkBadgeColors(
  { arguments: given = [] }: AstNode,
  { source, facts }: Surroundings,
): void {
  const index = given.findIndex(({ type, value }) => type === 'unary' && value === '{');
  const map = given[index];
  if (map === undefined) return;
  const written = [...pairsOf(map).map(([, color]) => color), given[index + 1]];
  for (const { type, value, position = 0 } of written.filter((node) => node !== undefined)) {
    if (type !== 'string' || typeof value !== 'string' || colors.includes(value)) continue;
    facts.mistakes.push({
      ok: false,
      message: describe(value),
      offset: startOfToken(source, position, value),
    });
  }
}

function describe(written: string): string {
  const meant = nearest(written, colors);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `expected one of ${colors.join(', ')}${hint}`;
}

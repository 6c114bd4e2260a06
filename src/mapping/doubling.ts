import { endOfOpaque } from './jsonata-text.ts';

/**
 * How often `??` and `?:` stand one in the left side of another. JSONata copies the left side, so each doubles the work
 * of reading the expression and of evaluating it.
 */
export function countDoublings(source: string): number {
  const outer: Level[] = [];
  let level: Level = { left: 0, most: 0 };
  let position = 0;
  while (position < source.length) {
    const behind = endOfOpaque(source, 0, position);
    const sign = behind === undefined ? source.slice(position, position + 2) : '';
    if (/^[([{]/.test(sign)) {
      outer.push(level);
      level = { left: 0, most: 0 };
    } else if (/^[)\]}]/.test(sign)) level = close(level, outer.pop());
    else if (sign === '??' || sign === '?:')
      level = { left: 0, most: Math.max(level.most, level.left + 1) };
    else if (/^[,;]/.test(sign)) level = { left: 0, most: Math.max(level.most, level.left) };
    position = behind ?? position + (sign === '??' || sign === '?:' ? 2 : 1);
  }
  return Math.max(level.most, level.left);
}

/** Doublings in brackets: of what stands left of the next sign, and the most so far. */
interface Level {
  readonly left: number;
  readonly most: number;
}

function close(inner: Level, outer: Level = { left: 0, most: 0 }): Level {
  const depth = Math.max(inner.most, inner.left);
  return { left: Math.max(outer.left, depth), most: outer.most };
}

import type { CardOutline } from '../../config/outline.ts';
import { blockWidth, cellsOf, pad, spaces, truncate } from '../draw/cells.ts';
import type { Line, Style } from '../draw/cells.ts';

const muted: Style = { tone: 'muted' };
const gap = 2;

/** Each card with its upstream and its TTL, in `width` columns. */
export function cardTable(cards: readonly CardOutline[], width: number): Line[] {
  if (cards.length === 0) return [];
  const rows = cards.map(({ key, upstream, adapter, ttlSeconds, isRetired }) => [
    cellsOf(key),
    cellsOf(`${upstream} (${adapter})`),
    cellsOf(isRetired ? 'retired' : describeSeconds(ttlSeconds)),
  ]);
  const table = [['card', 'upstream', 'TTL'].map((text) => cellsOf(text, muted)), ...rows];
  const widths = widthsOf(table, width);
  return table.map((row) =>
    row.flatMap((cells, index) => {
      const room = widths[index] ?? 0;
      const isLast = index === row.length - 1;
      const cut = truncate(cells, room, '…');
      return isLast ? cut : [...pad(cut, room, 'end'), ...spaces(gap)];
    }),
  );
}

/** Long names give way to what stands behind them. */
function widthsOf(table: readonly (readonly Line[])[], width: number): number[] {
  const columns = [0, 1, 2].map((index) => blockWidth(table.map((row) => row[index] ?? [])));
  const [key = 0, upstream = 0, ttl = 0] = columns;
  const room = Math.max(2, width - ttl - 2 * gap);
  const upstreamWidth = Math.min(upstream, Math.max(Math.floor(room / 2), room - key));
  return [Math.min(key, room - upstreamWidth), upstreamWidth, ttl];
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
] as const;

/** In the largest unit that says it exactly. */
function describeSeconds(seconds: number): string {
  const [name, size] = units.find(([, size]) => seconds % size === 0) ?? ['s', 1];
  return `${seconds / size} ${name}`;
}

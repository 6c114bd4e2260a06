import t from 'tap';
import { cardTable } from '../../../src/cli/check/card-table.ts';
import { lineWidth } from '../../../src/cli/draw/cells.ts';
import type { CardOutline } from '../../../src/config/outline.ts';

const card = (key: string, more: Partial<CardOutline> = {}): CardOutline => ({
  key,
  upstream: 'billing',
  adapter: 'plain',
  ttlSeconds: 300,
  isRetired: false,
  ...more,
});

const rows = (cards: readonly CardOutline[], width = 80) =>
  cardTable(cards, width).map((line) => line.map(({ text }) => text).join(''));

void t.test('is empty without cards', async (t) => {
  t.same(rows([]), []);
});

void t.test('says TTLs in the largest unit that is exact', async (t) => {
  const ttls = [15, 60, 90, 3600, 5400, 86_400, 172_800, 31_536_000];
  const last = (row: string) => row.split('  ').at(-1)?.trim();
  t.same(
    rows(ttls.map((ttlSeconds) => card('x', { ttlSeconds })))
      .slice(1)
      .map(last),
    ['15 s', '1 min', '90 s', '1 h', '90 min', '1 d', '2 d', '365 d'],
  );
});

void t.test('cuts long names, and keeps every column', async (t) => {
  const cards = [
    card('k'.repeat(500), { upstream: 'u'.repeat(63) }),
    card('usage', { isRetired: true }),
  ];
  for (const width of [80, 40]) {
    const table = cardTable(cards, width);
    t.ok(table.every((line) => lineWidth(line) <= width));
    t.match(rows(cards, width)[1], /^k+… {2}u+… {2}5 min$/);
    t.match(rows(cards, width)[2], /^usage +billing \(plai.* +retired$/);
  }
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import type { CardOverhead } from '../bench/card-overhead.ts';

const script = new URL('../bench/card-overhead.ts', import.meta.url).pathname;

/** In a process of its own, whose heap holds nothing else. */
async function measure(cards: number, customers: number): Promise<CardOverhead> {
  const args = ['--expose-gc', script, '--cards', `${cards}`, '--customers', `${customers}`];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as CardOverhead;
}

t.setTimeout(240_000);
for (const [cards, customers, boundBytes] of [
  [6, 20_000, 200],
  [1, 60_000, 620],
  [25, 4_000, 150],
] as const) {
  await t.test(
    `of customers with ${cards} cards, one of n bytes needs at most n + ${boundBytes}`,
    async (t) => {
      const measured = await measure(cards, customers);
      const { content, overhead, accounted } = measured;
      t.comment(JSON.stringify(measured));
      t.equal(measured.cards, cards * customers);
      t.ok(overhead < boundBytes);
      const ratio = (accounted + content) / (overhead + content);
      t.ok(Math.abs(ratio - 1) < 0.1, 'and what is accounted is what the heap needs');
    },
  );
}

import type { Log } from '../observe/log.ts';

interface Output {
  write(text: string): unknown;
}

/** In the demo they say the same on each line. */
const hidden = new Set(['requestId', 'credential', 'workspace']);

/** One readable line an event, instead of the JSON of the real thing. */
export function createDemoLog(output: Output, now: () => Date = () => new Date()): Log {
  const write = (fields: object, message: string): void => {
    output.write(
      `${now().toTimeString().slice(0, 8)}  ${message.padEnd(16)}  ${describe(fields)}\n`,
    );
  };
  return { info: write, warn: write, error: write };
}

function describe(fields: object): string {
  return Object.entries(fields)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => (name === 'cards' ? describeCards(value) : `${name}=${plain(value)}`))
    .join('  ');
}

type Card = string | { readonly card: string; readonly outcome: string; readonly reason?: string };

function describeCards(cards: readonly Card[]): string {
  return cards
    .map((card) =>
      typeof card === 'string' ? card : `${card.card}=${card.reason ?? card.outcome}`,
    )
    .join(' ');
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

import { createInterface } from 'node:readline';
import type { Terminal } from './terminal.ts';

export interface Expected {
  /** What an empty line stands for. */
  readonly fallback?: string | undefined;
  /** Null when nothing is. */
  readonly wrong: (answer: string) => string | null;
}

/** Asks a person, one line at a time. */
export interface Asker {
  /** The answer without white space at its ends, asked for until nothing is wrong with it; null when the input ends. */
  ask(question: string, expected: Expected): Promise<string | null>;
  close(): void;
}

/** Questions go to stderr: what a command writes can be piped on. `manners` stand before the first one. */
export function createAsker(
  { stdin, stderr }: Pick<Terminal, 'stdin' | 'stderr'>,
  manners = '',
): Asker {
  let greeting = manners;
  const lines = createInterface({ input: stdin });
  const typed = lines[Symbol.asyncIterator]();

  async function ask(question: string, expected: Expected): Promise<string | null> {
    const { fallback, wrong } = expected;
    stderr.write(greeting);
    greeting = '';
    stderr.write(fallback === undefined ? `${question} ` : `${question} [${fallback}] `);
    const line = await typed.next();
    if (line.done === true) return null;
    const answer = line.value.trim() || (fallback ?? '');
    const message = wrong(answer);
    if (message === null) return answer;
    stderr.write(`  ${message}\n`);
    return ask(question, expected);
  }

  return { ask, close: () => lines.close() };
}

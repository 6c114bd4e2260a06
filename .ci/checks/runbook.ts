import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { literally } from './adapt.ts';
import type { Shell } from './shell.ts';

/** Commands of a page, with what the page says that they print. */
export interface Step {
  /** The heading of the second level that it stands under. */
  readonly section: string;
  readonly commands: string;
  /** Null: the page says nothing, so they have to end well. */
  readonly shows: string | null;
}

const headingOrBlock =
  /^## (?<section>.*)$|^(?<indent> *)```(?<language>\w+)\n(?<text>[^]*?)^ *```$/gm;

/** The `sh` blocks of a page, each with the `console` block that follows it. */
export async function readSteps(path: string): Promise<Step[]> {
  const page = await readFile(path, 'utf8');
  let section = '';
  const steps: Step[] = [];
  for (const { groups } of page.matchAll(headingOrBlock)) {
    const { indent = '', language, text = '' } = groups ?? {};
    const code = text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const last = steps.at(-1);
    if (language === undefined) section = groups?.['section'] ?? '';
    if (language === 'sh') steps.push({ section, commands: code, shows: null });
    if (language === 'console' && last) steps[steps.length - 1] = { ...last, shows: code };
  }
  return steps;
}

/** Takes a step again and again until it shows what it should; throws when it does not within the time. */
export async function take(
  { commands, shows }: Step,
  shell: Shell,
  withinMs: number,
): Promise<void> {
  for (const until = Date.now() + withinMs; ; await delay(500)) {
    const { status, output } = await shell.run(commands);
    if (shows === null ? status === 0 : isShown(shows, output)) return;
    if (Date.now() > until)
      throw new Error(`$ ${commands}expected\n${shows ?? ''}got, with status ${status}\n${output}`);
  }
}

/** Whether all lines stand in the output, in this order. … is anything, and so is the amount of white space. */
export function isShown(shows: string, output: string): boolean {
  if (shows === '(nothing)\n') return output.trim() === '';
  const lines = linesOf(output);
  let from = 0;
  return linesOf(shows).every((line) => {
    const pattern = new RegExp(`^${line.split('…').map(literally).join('.*')}$`);
    const found = lines.findIndex((printed, index) => index >= from && pattern.test(printed));
    from = found + 1;
    return found >= 0;
  });
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim().replaceAll(/\s+/g, ' '));
  return lines.filter((line) => line !== '');
}

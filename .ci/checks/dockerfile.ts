import { readFile } from 'node:fs/promises';

export interface Stage {
  /** Another stage, or an image. */
  readonly base: string;
  readonly steps: readonly Step[];
}

interface Step {
  readonly instruction: string;
  readonly text: string;
}

/** The stages of the Dockerfile by their names. */
export async function readStages(): Promise<ReadonlyMap<string, Stage>> {
  const dockerfile = await readFile('Dockerfile', 'utf8');
  const lines = dockerfile.replaceAll(/\\\n\s*/g, '').matchAll(/^([A-Z]+) (.*)$/gm);
  const stages = new Map<string, Stage>();
  let steps: Step[] = [];
  for (const [, instruction = '', text = ''] of lines) {
    if (instruction === 'FROM') {
      const [, base = '', name = ''] = /^(\S+) AS (\w+)$/.exec(text) ?? [];
      steps = [];
      stages.set(name, { base, steps });
    } else steps.push({ instruction, text });
  }
  return stages;
}

/** What .dockerignore lets through: it keeps everything out, and makes exceptions. */
export async function readContext(): Promise<readonly string[]> {
  const [first, ...exceptions] = (await readFile('.dockerignore', 'utf8')).trim().split('\n');
  if (first !== '*') throw new Error('.dockerignore was expected to begin with *');
  return exceptions.map((line) => line.replace(/^!/, ''));
}

import type { Command } from './command.ts';

type Load = () => Promise<Command>;

/**
 * What the program can do beside running a gateway, in the order in which `--help` lists it. Each is loaded by itself: all
 * of them together take longer to load than one takes to run.
 */
const loaders: ReadonlyMap<string, Load> = new Map<string, Load>([
  ['init', async () => (await import('./init.ts')).init],
  ['add', async () => (await import('./add.ts')).add],
  ['check', async () => (await import('./check.ts')).check],
  ['try', async () => (await import('./try.ts')).tryCards],
  ['lint', async () => (await import('./lint.ts')).lint],
  ['status', async () => (await import('./status.ts')).status],
  ['disable', async () => (await import('./disable.ts')).disable],
  ['enable', async () => (await import('./disable.ts')).enable],
]);

/** The command of that name; all of them where it is nobody's. */
export async function loadCommands(name?: string): Promise<readonly Command[]> {
  const load = loaders.get(name ?? '');
  return Promise.all(load ? [load()] : [...loaders.values()].map((loadOne) => loadOne()));
}

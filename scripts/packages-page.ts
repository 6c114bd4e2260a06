import { fill } from './fill.ts';
import { productionPackages } from './production-packages.ts';
import type { Lock } from './production-packages.ts';

/** The page with the table of what runs, as the lock file has it now. */
export function withPackages(page: string, lock: Lock): string {
  const rows = Map.groupBy(productionPackages(lock), ({ name }) => name)
    .entries()
    .map(([name, found]) => {
      const licences = new Set(found.map(({ license }) => license));
      const neededBy = new Set(found.flatMap((one) => one.neededBy));
      return `| ${name} | ${[...licences].join(', ')} | ${[...neededBy].join(', ')} |`;
    });
  const head = '| package | licence | needed by |\n| --- | --- | --- |';
  return fill(page, 'packages', [head, ...rows].join('\n'));
}

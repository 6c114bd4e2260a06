import { graph } from '../grafana/graph.ts';
import { budgetLeft, burnRate } from '../objectives.ts';
import type { Objective } from '../objectives.ts';
import type { Panel } from '../grafana/schema.ts';
import { tile } from '../grafana/tile.ts';
import { budgetSteps, burnLines, burnSteps, burnUnit } from '../words.ts';

const noTraffic = 'no traffic';

export function budgetTile(objective: Objective): Panel {
  return tile({
    title: `Budget left: ${objective.name}`,
    description: `${objective.promise} This is what is left, over 30 days or for as long as Prometheus remembers, of what may go wrong. Below 0 the promise is broken.`,
    unit: 'percentunit',
    max: 1,
    noValue: noTraffic,
    steps: budgetSteps,
    queries: { left: budgetLeft(objective) },
  });
}

export function burnTile(objective: Objective): Panel {
  return tile({
    title: `Burn rate: ${objective.name}`,
    description: `How fast the budget was used up in the last hour. At 1 it lasts 30 days; at 14.4 it lasts two, and somebody is paged.`,
    unit: burnUnit,
    min: 0,
    noValue: noTraffic,
    steps: burnSteps,
    queries: { burn: burnRate(objective, '1h') },
  });
}

export function burnGraph(objectives: readonly Objective[]): Panel {
  const windows = ['1h', '6h'] as const;
  return graph({
    title: 'Burn rates',
    description:
      'Pages come at 14.4 (over 1 h) and 6 (over 6 h), tickets at 3 and 1 over days, when more than ten failed. Gaps are times without traffic.',
    unit: burnUnit,
    min: 0,
    noValue: 'No traffic in the last hours',
    steps: burnLines,
    queries: Object.fromEntries(
      objectives.flatMap((objective) =>
        windows.map((window) => [`${objective.name}, ${window}`, burnRate(objective, window)]),
      ),
    ),
  });
}

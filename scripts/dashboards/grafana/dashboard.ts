import { marks } from './marks.ts';
import type { Dashboard, Panel, Row, Variable } from './schema.ts';

/** Panels that stand beside each other, each as wide as the others. */
type Line = readonly Panel[];

export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

interface Given {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly sections: readonly Section[];
}

const tag = 'customer-cards-gateway';
const gridWidth = 24;
const heights: Readonly<Record<Panel['type'], number>> = {
  stat: 4,
  table: 8,
  timeseries: 8,
  'state-timeline': 8,
};
const rowHeight = 1;

/** A dashboard as Grafana 13 provisions it, with links to the others that carry the time and the variables on. */
export function createDashboard({ variables, sections, ...given }: Given): Dashboard {
  return {
    ...given,
    tags: [tag],
    schemaVersion: 42,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    links: [
      {
        type: 'dashboards',
        title: 'Customer cards',
        tags: [tag],
        asDropdown: false,
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        icon: 'external link',
        tooltip: '',
      },
    ],
    templating: { list: [...variables] },
    annotations: marks,
    panels: layOut(sections),
  };
}

/** From left to right, line by line. */
function layOut(sections: readonly Section[]): (Row | Panel)[] {
  const panels: (Row | Panel)[] = [];
  let y = 0;
  for (const { title, lines } of sections) {
    const gridPos = { x: 0, y, w: gridWidth, h: rowHeight };
    panels.push({
      id: panels.length + 1,
      type: 'row',
      title,
      collapsed: false,
      gridPos,
      panels: [],
    });
    y += rowHeight;
    for (const line of lines) {
      const w = gridWidth / line.length;
      const h = Math.max(...line.map(({ type }) => heights[type]));
      for (const [index, panel] of line.entries()) {
        panels.push({ id: panels.length + 1, ...panel, gridPos: { x: index * w, y, w, h } });
      }
      y += h;
    }
  }
  return panels;
}

/** One line of a plot: a value for each place on the x axis. */
export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Plot {
  readonly title: string;
  /** What the values are, with their unit. */
  readonly unit: string;
  readonly places: readonly string[];
  readonly series: readonly Series[];
}

const width = 720;
const left = 230;
const barHeight = 22;
const gap = 8;
const colors = ['#2f6fde', '#8a94a6', '#c0862f', '#3a9a6e'];

/** Horizontal bars, one for each place; the first series only. Readable on a light and on a dark page. */
export function barPlot({ title, unit, places, series }: Plot): string {
  const values = series[0]?.values ?? [];
  const longest = Math.max(...values, 1);
  const scale = (width - left - 90) / longest;
  const rows = places.map((place, index) => {
    const value = values[index] ?? 0;
    const y = 50 + index * (barHeight + gap);
    return [
      text(left - 10, y + 15, place, 'end'),
      `<rect x="${left}" y="${y}" width="${(value * scale).toFixed(1)}" height="${barHeight}" rx="3" fill="${colors[index === 0 ? 0 : 1]}"/>`,
      text(left + value * scale + 8, y + 15, round(value)),
    ].join('\n');
  });
  const height = 60 + places.length * (barHeight + gap);
  return svg(height, [text(10, 24, `${title} (${unit})`, 'start', 15), ...rows]);
}

/** Lines over places that are equally far apart, from 0. */
export function linePlot({ title, unit, places, series }: Plot): string {
  const [top, bottom, from, to] = [50, 250, 70, width - 150];
  const highest = Math.max(...series.flatMap(({ values }) => values)) * 1.1;
  const x = (index: number): number =>
    from + (index * (to - from)) / Math.max(1, places.length - 1);
  const y = (value: number): number => bottom - (value / highest) * (bottom - top);
  const axes = [
    `<path d="M${from} ${top}V${bottom}H${to}" fill="none" stroke="#8a94a6"/>`,
    text(from - 8, bottom, '0', 'end'),
    text(from - 8, top + 5, round(highest), 'end'),
    ...places.map((place, index) => text(x(index), bottom + 20, place, 'middle')),
  ];
  const lines = series.flatMap(({ name, values }, index) => {
    const points = values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`);
    const color = colors[index % colors.length];
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2.5"/>`,
      text(to + 8, y(values.at(-1) ?? 0) + 5, name),
    ];
  });
  return svg(290, [text(10, 24, `${title} (${unit})`, 'start', 15), ...axes, ...lines]);
}

function svg(height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<style>text { font-family: system-ui, sans-serif; fill: #1f2733 } @media (prefers-color-scheme: dark) { text { fill: #d7dee8 } }</style>
${parts.join('\n')}
</svg>
`;
}

function text(x: number, y: number, words: string, anchor = 'start', size = 13): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-size="${size}">${words}</text>`;
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

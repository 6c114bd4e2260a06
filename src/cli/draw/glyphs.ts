import type { Look } from './look.ts';

/** The signs of a drawing. */
export interface Glyphs {
  readonly link: string;
  readonly copy: string;
  readonly workflow: string;
  readonly user: string;
  readonly ellipsis: string;
  readonly dot: string;
  readonly good: string;
  readonly poor: string;
  readonly bad: string;
  readonly horizontal: string;
  readonly vertical: string;
  /** Top left, top right, bottom left, bottom right. */
  readonly card: Corners;
  readonly container: Corners;
  readonly spinner: readonly string[];
}

type Corners = readonly [string, string, string, string];

const unicode: Glyphs = {
  link: '↗',
  copy: '❐',
  workflow: '▸',
  user: '◉',
  ellipsis: '…',
  dot: '·',
  good: '✓',
  poor: '!',
  bad: '✗',
  horizontal: '─',
  vertical: '│',
  card: ['╭', '╮', '╰', '╯'],
  container: ['┌', '┐', '└', '┘'],
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};

const ascii: Glyphs = {
  link: '->',
  copy: 'copy:',
  workflow: '>',
  user: '@',
  ellipsis: '...',
  dot: '-',
  good: 'ok',
  poor: '!',
  bad: 'x',
  horizontal: '-',
  vertical: '|',
  card: ['+', '+', '+', '+'],
  container: ['+', '+', '+', '+'],
  spinner: ['|', '/', '-', '\\'],
};

export function glyphsFor({ hasUnicode }: Look): Glyphs {
  return hasUnicode ? unicode : ascii;
}

/** Text that stands on one line, or brackets with items that stand on one line if they fit there. */
export type Layout = string | Group;

export interface Group {
  readonly open: string;
  readonly items: readonly Layout[];
  readonly close: string;
  /** Between the brackets and what is on one line with them. */
  readonly padding: '' | ' ';
  /** Behind the last item where each has a line of its own. */
  readonly lastComma: '' | ',';
}

const indentUnit = 2;

/** The text, in lines of at most `width` characters where that can be. `used` are taken by what stands around it. */
export function print(layout: Layout, width: number, indent = 0, used = 0): string {
  if (typeof layout === 'string') return layout;
  const flat = flatten(layout, width - indent - used);
  if (flat !== null) return flat;
  const { open, items, close, lastComma } = layout;
  const inner = ' '.repeat(indent + indentUnit);
  const lines = items.map((item, index) => {
    const comma = index < items.length - 1 ? ',' : lastComma;
    return `${inner}${print(item, width, indent + indentUnit, comma.length)}${comma}`;
  });
  return [open, ...lines, `${' '.repeat(indent)}${close}`].join('\n');
}

/** On one line; null where that is longer than `room`. */
function flatten(layout: Layout, room: number): string | null {
  if (typeof layout === 'string') return layout.length <= room ? layout : null;
  const { open, items, close, padding } = layout;
  if (items.length === 0) return open + close;
  const parts: string[] = [];
  let left = room - open.length - close.length - 2 * padding.length;
  for (const item of items) {
    const part = flatten(item, left);
    if (part === null) return null;
    parts.push(part);
    left -= part.length + ', '.length;
  }
  return `${open}${padding}${parts.join(', ')}${padding}${close}`;
}

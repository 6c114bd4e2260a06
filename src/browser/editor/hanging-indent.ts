import { RangeSetBuilder } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import type { DecorationSet, EditorView, ViewUpdate } from '@codemirror/view';

/** Deeper than this a wrapped line begins again at the left: it would have no room. */
const maxColumns = 24;

/** Lets the rest of a long line begin below its own beginning, two columns further right. */
export const hangingIndent: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update({ docChanged, viewportChanged, view }: ViewUpdate): void {
      if (docChanged || viewportChanged) this.decorations = decorate(view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges)
    for (let position = from; position <= to;) {
      const line = view.state.doc.lineAt(position);
      const columns = Math.min(maxColumns, line.text.search(/[^ -]|$/)) + 2;
      builder.add(line.from, line.from, hanging(columns));
      position = line.to + 1;
    }
  return builder.finish();
}

/** Set on the element, which the policy allows, and not in markup. */
function hanging(columns: number): Decoration {
  const style = `padding-inline-start: calc(0.5rem + ${columns}ch); text-indent: -${columns}ch`;
  return Decoration.line({ attributes: { style } });
}

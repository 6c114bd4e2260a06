import { autocompletion, startCompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { Suggestion } from './suggestion.ts';

/** What may be written at an offset of a text, and the stretch that it would replace. */
export interface Suggested {
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Suggestion[];
}

export type Suggest = (text: string, offset: number) => Suggested | null;

/** Offers what `suggest` says while somebody writes, in its order. */
export function completion(suggest: Suggest): Extension {
  return autocompletion({
    override: [(context) => complete(context, suggest)],
    icons: false,
    activateOnTypingDelay: 50,
  });
}

function complete(context: CompletionContext, suggest: Suggest): CompletionResult | null {
  const text = context.state.doc.toString();
  const suggested = suggest(text, context.pos);
  if (suggested === null || suggested.suggestions.length === 0) return null;
  // Quotes are no part of the name that is looked for.
  const quotes = text.charAt(suggested.from) === '"' ? 1 : 0;
  const from = Math.min(suggested.from + quotes, context.pos);
  if (!context.explicit && suggested.from === suggested.to && !isOpening(text, from)) return null;
  const options = suggested.suggestions.map((suggestion, index) =>
    toCompletion(suggestion, index, suggest),
  );
  return { from, options };
}

/** Where something has just begun: a list of everything doesn't come up on every space. */
function isOpening(text: string, offset: number): boolean {
  return /[[{"]$|[:-] $/.test(text.slice(0, offset)) || text.trim() === '';
}

function toCompletion(suggestion: Suggestion, index: number, suggest: Suggest): Completion {
  const { label, detail, info, isNeeded } = suggestion;
  return {
    label,
    detail: isNeeded && detail !== '' ? `${detail}, needed` : detail,
    ...(info !== '' && { info }),
    // Where two match alike.
    boost: -index,
    apply: (view) => apply(view, suggestion, suggest),
  };
}

/** The place may have grown since the list came up. */
function apply(view: EditorView, { insert }: Suggestion, suggest: Suggest): void {
  const { head } = view.state.selection.main;
  const { from, to } = suggest(view.state.doc.toString(), head) ?? { from: head, to: head };
  const blank = /""|''|\[\]|\{\}|\(\)/.exec(insert);
  const anchor = from + (blank === null ? insert.length : blank.index + 1);
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor },
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
  if (blank !== null) startCompletion(view);
}

import { EditorView } from '@codemirror/view';
import type { Extension } from '@codemirror/state';

/**
 * Types over a selection itself. A browser that does it keeps the colours of what was there in style attributes, which a policy
 * without inline styles refuses; and the library draws the line anew anyway.
 */
export const typeOver: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { inputType, data, isComposing } = event;
    const isTyped = inputType === 'insertText' && data !== null && !isComposing;
    if (!isTyped || view.state.selection.main.empty) return false;
    event.preventDefault();
    type(view, data);
    return true;
  },
});

/** As the library does with what it finds typed: brackets are closed around a selection, for example. */
function type(view: EditorView, text: string): void {
  const { from, to } = view.state.selection.main;
  const replace = () =>
    view.state.update(view.state.replaceSelection(text), {
      userEvent: 'input.type',
      scrollIntoView: true,
    });
  const handlers = view.state.facet(EditorView.inputHandler);
  const isHandled = handlers.some((handle) => handle(view, from, to, text, replace));
  if (!isHandled) view.dispatch(replace());
}

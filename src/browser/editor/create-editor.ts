import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language';
import type { LanguageSupport } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { completion } from './complete.ts';
import type { Suggest } from './complete.ts';
import { hangingIndent } from './hanging-indent.ts';
import type { Range } from './json-range.ts';
import type { EditorProblem } from './problem.ts';
import { highlighting, theme } from './theme.ts';
import { typeOver } from './type-over.ts';

export interface EditorOptions {
  /** What screen readers call it. */
  readonly label: string;
  readonly language: LanguageSupport;
  readonly text: string;
  readonly suggest?: Suggest | undefined;
  /** Told of each change that somebody makes. */
  readonly changed: (text: string) => void;
}

export interface EditorHandle {
  /** Replaces the text where it is another one. */
  setText(text: string): void;
  setProblems(problems: readonly EditorProblem[]): void;
  /** Goes there, with the focus. */
  select(range: Range): void;
  destroy(): void;
}

const isFromOutside = Annotation.define<boolean>();

/**
 * An editor in `host`. It stands in a shadow tree, because only there the library keeps its styles in style sheets of the
 * object model, which a policy without inline styles allows.
 */
export function createEditor(host: HTMLElement, options: EditorOptions): EditorHandle {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.text, extensions: extensionsFor(options) }),
  });
  // The Tab key leaves; Ctrl-M (Shift-Alt-M on a Mac) lets it indent.
  view.setTabFocusMode(true);
  return {
    setText: (text) => setText(view, text),
    setProblems: (problems) => setProblems(view, problems),
    select: ({ from, to }) => select(view, from, to),
    destroy: () => view.destroy(),
  };
}

function extensionsFor({ label, language, suggest, changed }: EditorOptions): Extension[] {
  return [
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightActiveLine(),
    highlightSpecialChars(),
    history(),
    foldGutter(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    lintGutter(),
    language,
    syntaxHighlighting(highlighting),
    theme,
    suggest === undefined ? [] : completion(suggest),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...foldKeymap,
      indentWithTab,
    ]),
    EditorView.lineWrapping,
    hangingIndent,
    typeOver,
    // It has the Tab key's focus anyway, which not every tool knows.
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-description': keysHint,
      tabindex: '0',
    }),
    EditorView.updateListener.of(({ docChanged, transactions, state }) => {
      const isOwn = transactions.some((transaction) => transaction.annotation(isFromOutside));
      if (docChanged && !isOwn) changed(state.doc.toString());
    }),
  ];
}

const keysHint = 'Tab leaves the editor; Control M lets it indent, and Escape, then Tab leaves.';

function setText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return;
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: 0 },
    annotations: isFromOutside.of(true),
    scrollIntoView: true,
  });
}

/** They may be about a text that was longer. */
function setProblems(view: EditorView, problems: readonly EditorProblem[]): void {
  const { length } = view.state.doc;
  const within = problems.filter(({ to }) => to <= length);
  view.dispatch(setDiagnostics(view.state, toDiagnostics(within)));
}

function toDiagnostics(problems: readonly EditorProblem[]): Diagnostic[] {
  return problems.map(({ from, to, severity, message, fix, replacement }) => ({
    from,
    to,
    severity,
    message: [message, fix].filter(Boolean).join(' '),
    actions:
      replacement === null
        ? []
        : [
            {
              name: `Write ${replacement}`,
              apply: (view, at, end) => replace(view, at, end, replacement),
            },
          ],
  }));
}

function replace(view: EditorView, from: number, to: number, insert: string): void {
  view.dispatch({ changes: { from, to, insert }, userEvent: 'input' });
}

function select(view: EditorView, from: number, to: number): void {
  const { length } = view.state.doc;
  view.dispatch({
    selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
    effects: EditorView.scrollIntoView(Math.min(from, length), { y: 'center' }),
  });
  view.focus();
}

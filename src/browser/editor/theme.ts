import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const squiggle = (color: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy 1px ${color}`,
  textUnderlineOffset: '0.2em',
  textDecorationSkipInk: 'none',
});

/** Its pictures are data: URLs, which the policy of the pages refuses. */
const marker = (background: string, borderRadius: string) => ({
  content: 'normal',
  inlineSize: '0.5rem',
  blockSize: '0.5rem',
  marginBlockStart: '0.375rem',
  background,
  borderRadius,
});

/** In the colours of the page, light or dark as it is. */
export const theme = EditorView.theme({
  '&': {
    blockSize: '100%',
    color: 'var(--text)',
    background: 'var(--surface)',
    fontSize: '0.8125rem',
    borderRadius: 'calc(var(--radius) - 1px)', // square corners would cover the frame's
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    lineHeight: '1.6',
    borderRadius: 'inherit',
  },
  '.cm-content': { paddingBlock: '0.5rem', caretColor: 'var(--text)' },
  '.cm-line': { paddingInline: '0.5rem' },
  '.cm-gutters': { background: 'var(--surface)', color: 'var(--muted)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { minInlineSize: '2rem', paddingInline: '0.25rem' },
  '.cm-activeLine': { background: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { background: 'transparent', color: 'var(--text)' },
  '&.cm-focused .cm-matchingBracket': {
    background: 'color-mix(in srgb, var(--accent) 22%, transparent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--red-back)' },
  '.cm-foldPlaceholder': {
    border: '1px solid var(--line)',
    background: 'var(--raised)',
    color: 'var(--muted)',
  },
  '.cm-specialChar': { color: 'var(--red)' },
  '.cm-gutter-lint': { inlineSize: '0.875rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 0.25rem' },
  '.cm-lint-marker-error': marker('var(--red)', '50%'),
  '.cm-lint-marker-warning': marker('var(--yellow)', '1px'),
  '.cm-lintRange-error': squiggle('var(--red)'),
  '.cm-lintRange-warning': squiggle('var(--yellow)'),
  '.cm-lintRange-active': { background: 'var(--yellow-back)' },
  '.cm-lintPoint:after': { borderBottomColor: 'var(--red)' },
  '.cm-lintPoint-warning:after': { borderBottomColor: 'var(--yellow)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '0.375rem',
    background: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow-high)',
    overflow: 'clip',
  },
  '.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'visible' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--mono)',
    fontSize: '0.8125rem',
    maxBlockSize: '16rem',
    maxInlineSize: 'min(36rem, calc(100vw - 3rem))',
    minInlineSize: '12rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '0.125rem 0.5rem',
    lineHeight: '1.5',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': {
    fontFamily: 'var(--font)',
    fontStyle: 'normal',
    opacity: '0.8',
    marginInlineStart: '0.75rem',
  },
  '.cm-tooltip.cm-completionInfo': {
    fontFamily: 'var(--font)',
    fontSize: '0.8125rem',
    maxInlineSize: '20rem',
    padding: '0.375rem 0.625rem',
  },
  // It would stand before what is offered.
  '@media (width < 40rem)': { '.cm-tooltip.cm-completionInfo': { display: 'none' } },
  '.cm-diagnostic': {
    fontFamily: 'var(--font)',
    margin: '0',
    padding: '0.375rem 0.625rem',
    maxInlineSize: '26rem',
    overflowWrap: 'anywhere',
  },
  '.cm-diagnostic-error': { borderInlineStart: '3px solid var(--red)' },
  '.cm-diagnostic-warning': { borderInlineStart: '3px solid var(--yellow)' },
  '.cm-diagnosticAction': {
    border: '1px solid var(--line-strong)',
    background: 'var(--surface)',
    color: 'var(--text)',
    padding: '0 0.375rem',
  },
});

/** On both backgrounds at least 4.5 to 1. */
export const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'light-dark(#1d4fae, #92b9ff)' },
  { tag: tags.definition(tags.propertyName), color: 'light-dark(#1d4fae, #92b9ff)' },
  { tag: tags.string, color: 'light-dark(#116339, #8fd6ae)' },
  { tag: tags.content, color: 'light-dark(#116339, #8fd6ae)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'light-dark(#8a3b00, #f2b27a)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: 'var(--muted)' },
  { tag: tags.invalid, color: 'var(--red)' },
]);

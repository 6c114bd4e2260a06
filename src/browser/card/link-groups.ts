import type { Span } from '../../validate/markdown.ts';

/** Spans that stand together in one link, or together outside of any. */
export interface LinkGroup {
  readonly url: string | undefined;
  readonly spans: readonly Span[];
}

/** So that a link with a bold word in it is one link. */
export function groupByLink(spans: readonly Span[]): LinkGroup[] {
  const groups: { url: string | undefined; spans: Span[] }[] = [];
  for (const span of spans) {
    const last = groups.at(-1);
    if (last !== undefined && last.url === span.url) last.spans.push(span);
    else groups.push({ url: span.url, spans: [span] });
  }
  return groups;
}

import { groupByLink } from './link-groups.ts';
import { isWebUrl } from '../../validate/formats.ts';
import { parseMarkdown } from '../../validate/markdown.ts';
import type { Span } from '../../validate/markdown.ts';

/** Bold, italic and links, as elements; all else is text. A link that leads nowhere on the web is not one. */
export function MarkdownText({ text }: { readonly text: string }) {
  return groupByLink(parseMarkdown(text)).map(({ url, spans }, index) =>
    url !== undefined && isWebUrl(url) ? (
      <a key={index} href={url} target="_blank" rel="noopener noreferrer" title={new URL(url).host}>
        <bdi>{spans.map(toStyled)}</bdi>
      </a>
    ) : (
      spans.map(toStyled)
    ),
  );
}

function toStyled({ text, isBold, isItalic }: Span) {
  const slanted = isItalic ? <em>{text}</em> : text;
  return isBold ? <strong>{slanted}</strong> : slanted;
}

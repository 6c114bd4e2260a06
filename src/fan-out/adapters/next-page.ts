/** One link of a `Link` header (RFC 8288), with its parameters. */
const link = /<[^<>]*>((?:\s*;\s*[^\s=;,"<]+(?:=(?:"[^"]*"|[^\s;,"<]*))?)*)/g;

/** Whether the header has a link with `rel="next"`. Sentry adds `results="false"` where nothing is behind it. */
export function hasNextPage(header: string | undefined): boolean {
  return (header ?? '')
    .matchAll(link)
    .some(([, parameters = '']) => isNext(parameters) && !/;\s*results="?false/i.test(parameters));
}

function isNext(parameters: string): boolean {
  const [, quoted, bare] = /;\s*rel=(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
  return (quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next');
}

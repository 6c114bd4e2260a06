/** Where a text of a request stands, and so how a value is encoded in it. */
export interface Place {
  /** Undefined: a value that can't stand here. */
  readonly encode: (value: string) => string | undefined;
  /** Why a value that no filter makes safe can't stand between `before` and `after`; undefined where it can. */
  readonly refusal: (before: string, after: string) => string | undefined;
}

/** RFC 3986 unreserved, and what APIs put before an id: nothing in which a value could be taken for syntax. */
const plainSegment = /^[A-Za-z0-9_.~:@-]*$/;
/** A segment that climbs, also for servers that decode `%2F` before they route, or cut at `;`. */
const climbing = /(?:^|[/\\])\.{1,2}(?:$|[/\\;])/;

const needsFilter =
  'a value inside a longer text needs a filter that quotes it: token, or that of the query language';

function isWhole(before: string, after: string): boolean {
  return before === '' && after === '';
}

function insideText(before: string, after: string): string | undefined {
  return isWhole(before, after) ? undefined : needsFilter;
}

function insideSegment(before: string, after: string): string | undefined {
  const left = before.slice(before.lastIndexOf('/') + 1);
  const [right = ''] = after.split('/', 1);
  return plainSegment.test(left + right) ? undefined : needsFilter;
}

export const places = {
  path: {
    encode: (value) => (climbing.test(value) ? undefined : encodeURIComponent(value)),
    refusal: insideSegment,
  },
  /** URLSearchParams encodes the whole value. */
  query: { encode: (value) => value, refusal: insideText },
  /** JSON.stringify encodes the whole string. */
  body: { encode: (value) => value, refusal: insideText },
  header: {
    encode: (value) => (/^[\x21-\x7e]+$/.test(value) ? value : undefined),
    refusal: insideText,
  },
  /** Compared here, sent nowhere. */
  plain: { encode: (value) => value, refusal: () => undefined },
} as const satisfies Record<string, Place>;

import { z } from 'zod';
import { isRefusedHost } from './hosts.ts';

/** Plain's own pattern and length for card keys. */
export const cardKey = z
  .string()
  .regex(/^[a-zA-Z0-9_-]{1,500}$/, 'expected 1 to 500 of the characters a-z A-Z 0-9 _ -');
export const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,62}$/,
    'expected a-z, 0-9 and -, starting with a letter, at most 63 characters',
  );
export const port = z.int().min(0).max(65_535);
/** Of a call of a service. */
export const longestTimeoutMs = 120_000;
export const milliseconds = z.int().min(1).max(longestTimeoutMs);
/** Plain's range for timeToLiveSeconds; the design's clamp. */
export const ttlSeconds = z
  .int()
  .min(15, { error: 'expected at least 15: Plain keeps a card that long' })
  .max(31_536_000);
/** A stale window: 0 switches it off. */
export const windowSeconds = z.int().min(0).max(31_536_000);
export const secret = z.string().regex(/\S/, 'a secret must not be empty');
/** A secret that travels in a header: parsers drop white space at its ends, so it would never match. */
export const headerSecret = z
  .string()
  .regex(
    /^[!-~](?:[ -~]*[!-~])?$/,
    'a secret in a header must not be empty; expected ASCII characters on one line, without white space at the ends',
  );
export const pem = z
  .string()
  .regex(/-----BEGIN [A-Z0-9 ]+-----/, 'expected PEM text, usually ${file:/path/to.pem}');
export const httpUrl = z
  .url({
    protocol: /^https?$/,
    error: 'expected an absolute http or https URL, such as https://billing.internal/cards',
  })
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'expected a URL without user name and password; send them in a header',
  })
  .refine((url) => !isRefusedHost(URL.parse(url)?.hostname ?? ''), {
    error:
      'an address where no service is: unspecified, link-local, or the metadata of a cloud; the gateway never connects there',
  })
  .meta({ pattern: '^[hH][tT][tT][pP][sS]?://', examples: ['https://service.internal/cards'] });
export const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected an HTTP header name');

/** Headers that belong to the connection or to the adapter. */
const reservedHeaders =
  /^(?:connection|content-length|content-type|expect|host|keep-alive|plain-request-signature|plain-workspace-id|te|traceparent|tracestate|trailer|transfer-encoding|upgrade|x-request-timeout-ms)$/i;
export const ownHeaderName = headerName.refine((header) => !reservedHeaders.test(header), {
  error: 'the gateway sets this header itself',
});

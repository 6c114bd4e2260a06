import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { hasHeader, singleHeader } from './headers.ts';
import type { RequestHeaders } from './headers.ts';

const signatureHeader = 'plain-request-signature';
const signaturePattern = /^[0-9a-f]{64}$/;

export type SignatureFailure = 'no_signature' | 'malformed_signature' | 'wrong_signature';

/** `credentialId` is empty when no signing secret is configured, so no signature is demanded. */
export type SignatureVerdict =
  | { readonly ok: true; readonly credentialId: string }
  | { readonly ok: false; readonly failure: SignatureFailure };

export interface SigningSecrets {
  readonly ids: readonly string[];
  /** Null when the header alone can pass: one signature, well-formed. */
  checkHeader(headers: RequestHeaders): SignatureFailure | null;
  /** HMAC-SHA256 of the raw body in lower-case hex. Any one of the secrets passes; all are tried, in constant time. */
  verify(headers: RequestHeaders, rawBody: Buffer): SignatureVerdict;
}

/** `idPrefix` starts every credential id; a secret is called by its place in the list. */
export function createSigningSecrets(secrets: readonly string[], idPrefix = ''): SigningSecrets {
  const keys = secrets.map((secret, index) => ({
    id: `${idPrefix}signing:${index + 1}`,
    key: createSecretKey(secret, 'utf8'),
  }));

  function checkHeader(headers: RequestHeaders): SignatureFailure | null {
    if (keys.length === 0) return null;
    if (!hasHeader(headers, signatureHeader)) return 'no_signature';
    return signaturePattern.test(readSignature(headers)) ? null : 'malformed_signature';
  }

  function matchingId(signature: Buffer, rawBody: Buffer): string | undefined {
    let matched: string | undefined;
    for (const { id, key } of keys) {
      const expected = createHmac('sha256', key).update(rawBody).digest();
      if (timingSafeEqual(expected, signature)) matched ??= id; // no early exit
    }
    return matched;
  }

  return {
    ids: keys.map(({ id }) => id),
    checkHeader,
    verify(headers, rawBody) {
      if (keys.length === 0) return { ok: true, credentialId: '' };
      const failure = checkHeader(headers);
      if (failure !== null) return { ok: false, failure };
      const credentialId = matchingId(Buffer.from(readSignature(headers), 'hex'), rawBody);
      return credentialId === undefined
        ? { ok: false, failure: 'wrong_signature' }
        : { ok: true, credentialId };
    },
  };
}

function readSignature(headers: RequestHeaders): string {
  return singleHeader(headers, signatureHeader) ?? '';
}

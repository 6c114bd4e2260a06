import { hash, timingSafeEqual } from 'node:crypto';
import type { Credentials } from '../config/schema.ts';
import { hasHeader, singleHeader } from './headers.ts';
import type { RequestHeaders } from './headers.ts';

export type SecretFailure = 'no_credentials' | 'wrong_secret';

/** `credentialId` is empty when no header secret is configured, so none is demanded. */
export type SecretVerdict =
  | { readonly ok: true; readonly credentialId: string }
  | { readonly ok: false; readonly failure: SecretFailure };

export interface HeaderSecrets {
  readonly ids: readonly string[];
  /** Any one of the secrets passes. All are compared, in constant time, whichever matches. */
  verify(headers: RequestHeaders): SecretVerdict;
}

/** `idPrefix` starts every credential id; a secret without a configured id is called by its header and place in the list. */
export function createHeaderSecrets(
  configured: Credentials['headers'],
  idPrefix = '',
): HeaderSecrets {
  const secrets = configured.map(({ id, name, value }, index) => ({
    id: `${idPrefix}${id ?? `header:${name.toLowerCase()}:${index + 1}`}`,
    name: name.toLowerCase(),
    digest: digest(value),
  }));

  function matchingId(headers: RequestHeaders): string | undefined {
    let matched: string | undefined;
    for (const secret of secrets) {
      const value = singleHeader(headers, secret.name);
      const isEqual = timingSafeEqual(digest(value ?? ''), secret.digest);
      if (isEqual && value !== null) matched ??= secret.id; // no early exit
    }
    return matched;
  }

  return {
    ids: secrets.map(({ id }) => id),
    verify(headers) {
      if (secrets.length === 0) return { ok: true, credentialId: '' };
      const credentialId = matchingId(headers);
      if (credentialId !== undefined) return { ok: true, credentialId };
      const isAnyPresent = secrets.some(({ name }) => hasHeader(headers, name));
      return { ok: false, failure: isAnyPresent ? 'wrong_secret' : 'no_credentials' };
    },
  };
}

/** Equal lengths for timingSafeEqual, and nothing of the secret's own length. */
function digest(value: string): Buffer {
  return hash('sha256', value, 'buffer');
}

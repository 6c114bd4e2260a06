import { X509Certificate } from 'node:crypto';

const certificates = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/** When the first, or the last, of the certificates in a PEM text expires, in seconds since the epoch; null when it has none. */
export function expiryOf(pem: string, which: 'first' | 'last'): number | null {
  const expiries = [...pem.matchAll(certificates)].flatMap(([text]) => expiry(text));
  if (expiries.length === 0) return null;
  return which === 'first' ? Math.min(...expiries) : Math.max(...expiries);
}

/** What can't be read is told by whoever needs the certificate. */
function expiry(text: string): number[] {
  try {
    return [Date.parse(new X509Certificate(text).validTo) / 1000];
  } catch {
    return [];
  }
}

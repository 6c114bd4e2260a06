import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing about how much of `given` is right. */
export function isSameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

/** Plain's signature: lower-case hex HMAC-SHA256 of the body as it came, before any parser touched it. */
export function isSignedBy(secret: string, rawBody: Uint8Array, signature: string): boolean {
  return isSameSecret(signature, createHmac('sha256', secret).update(rawBody).digest('hex'));
}

/** Longer than this an address is of no use to anybody who gets it. */
const maxEncodedLength = 32_768;
const maxTextLength = 262_144;

export type DecodedDraft =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A text as it stands in an address: deflated, in base64url; null where it is too long for one. */
export async function encodeDraft(text: string): Promise<string | null> {
  if (text.length > maxTextLength) return null;
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const encoded = toBase64Url(bytes);
  return encoded.length > maxEncodedLength ? null : encoded;
}

/** What `encodeDraft` made, or why it can't be that. Never unpacks more than a draft has. */
export async function decodeDraft(encoded: string): Promise<DecodedDraft> {
  if (encoded.length > maxEncodedLength) return refused('is too long to be one');
  const bytes = fromBase64Url(encoded);
  if (bytes === null) return refused('is cut off or changed');
  try {
    const text = await inflate(bytes);
    return text === null ? refused('is too long when unpacked') : { ok: true, text };
  } catch {
    return refused('is cut off or changed');
  }
}

function refused(what: string): DecodedDraft {
  return { ok: false, message: `The draft in the address ${what}.` };
}

function toBase64Url(bytes: Uint8Array): string {
  const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(characters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(encoded: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(encoded)) return null;
  try {
    const characters = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(characters, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

/** null for more than a draft may have; throws where the bytes are no deflated UTF-8. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > maxTextLength) {
      await reader.cancel();
      return null;
    }
  }
}

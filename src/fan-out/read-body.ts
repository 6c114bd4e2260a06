import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { CodedError } from './network-errors.ts';

const decoders: ReadonlyMap<string, () => readonly Transform[]> = new Map([
  ['', () => []],
  ['identity', () => []],
  ['gzip', () => [createGunzip()]],
  ['x-gzip', () => [createGunzip()]],
  ['deflate', () => [createInflate()]],
  ['br', () => [createBrotliDecompress()]],
]);

function decoderOf(contentEncoding = ''): (() => readonly Transform[]) | undefined {
  return decoders.get(contentEncoding.trim().toLowerCase());
}

/** Whether `readBody` can decode this `Content-Encoding`; a list of several is not understood. */
export function isKnownEncoding(contentEncoding: string | undefined): boolean {
  return decoderOf(contentEncoding) !== undefined;
}

/**
 * Reads a body to its end, decoded. Rejects with `BODY_TOO_LARGE` as soon as more than `maxBytes` have come out of the
 * decoder, and with what the stream or the decoder says otherwise; the streams are then destroyed.
 */
export async function readBody(
  body: Readable,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stages = decoderOf(contentEncoding)?.() ?? [];
  await pipeline([
    body,
    ...stages,
    (source: AsyncIterable<Buffer>) => collect(source, chunks, maxBytes),
  ]);
  return Buffer.concat(chunks);
}

async function collect(
  source: AsyncIterable<Buffer>,
  chunks: Buffer[],
  maxBytes: number,
): Promise<void> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new CodedError('BODY_TOO_LARGE', `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
}

/** Parses JSON in strict UTF-8; null when it is neither. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return null;
  }
}

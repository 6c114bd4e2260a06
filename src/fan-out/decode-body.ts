import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { CodedError } from './network-errors.ts';

interface DecodeOptions {
  readonly maxOutputLength: number;
  readonly chunkSize: number;
}

type Decode = (body: Buffer, options: DecodeOptions) => Promise<Buffer>;

/** A way to the thread pool and back for each 16 KiB, as by default, costs the event loop more than the memory is worth. */
const chunkSize = 131_072;

/** In the thread pool; each stops as soon as more has come out than may. */
const decoders: ReadonlyMap<string, Decode | null> = new Map([
  ['', null],
  ['identity', null],
  ['gzip', promisify(gunzip) as Decode],
  ['x-gzip', promisify(gunzip) as Decode],
  ['deflate', promisify(inflate) as Decode],
  ['br', promisify(brotliDecompress) as Decode],
]);

function decoderOf(contentEncoding = ''): Decode | null | undefined {
  return decoders.get(contentEncoding.trim().toLowerCase());
}

/** Whether `decodeBody` understands this `Content-Encoding`; a list of several is not understood. */
export function isKnownEncoding(contentEncoding: string | undefined): boolean {
  return decoderOf(contentEncoding) !== undefined;
}

/** Rejects with `BODY_TOO_LARGE` when more than `maxBytes` come out, and with what the decoder says otherwise. */
export async function decodeBody(
  body: Buffer,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Buffer> {
  const decode = decoderOf(contentEncoding);
  if (decode === null || decode === undefined) return body;
  try {
    return await inTurn(() => decode(body, { maxOutputLength: maxBytes, chunkSize }));
  } catch (error) {
    throw isTooLong(error)
      ? new CodedError('BODY_TOO_LARGE', `more than ${maxBytes} bytes`)
      : error;
  }
}

/** One after the other: look-ups of names need the same four threads, and the event loop the core. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = last.then(act);
  last = turn.catch(() => {});
  return turn;
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses JSON in strict UTF-8; null when it is neither. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return null;
  }
}

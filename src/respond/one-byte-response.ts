import type { IncomingMessage } from 'node:http';

/** Importing the module would load all that it exports, a WebSocket client among it: a tenth of the process's memory. */
const { ServerResponse } = process.getBuiltinModule('node:http');

type End = (chunk: unknown, encoding?: BufferEncoding, callback?: () => void) => unknown;

/**
 * A response that writes text of ASCII alone as what it is. For any other encoding Node asks for three times the room, and
 * gives up writing at once, together with the head, where that is more than 16 KiB: most cards are.
 */
export class OneByteResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  override end(...given: unknown[]): this {
    const [chunk, ...rest] = given;
    const end = super.end.bind(this) as End;
    if (typeof chunk === 'string' && rest.every(isAbsent) && isAscii(chunk)) end(chunk, 'latin1');
    else (end as (...given: unknown[]) => unknown)(...given);
    return this;
  }
}

function isAbsent(argument: unknown): boolean {
  return argument === undefined || argument === null;
}

function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}

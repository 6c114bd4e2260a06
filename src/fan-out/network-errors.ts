import type { Failure, Reason } from '../outcome.ts';

/** How far the making of a connection had come. */
export type ConnectPhase = 'dns' | 'connect' | 'tls';

/** An error of the gateway's own network code, with a code like those of Node's errors. */
export class CodedError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'CodedError';
    this.code = code;
  }
}

/** No connection was made. `cause` is what the socket said. */
export class NotConnected extends Error {
  readonly code = 'NOT_CONNECTED';
  readonly phase: ConnectPhase;

  constructor(phase: ConnectPhase, cause: unknown) {
    super(`no connection: failed at ${phase}`, { cause });
    this.name = 'NotConnected';
    this.phase = phase;
  }
}

/** The first row that matches decides. Codes of undici, Node, OpenSSL, zlib and of this folder. */
const table: readonly (readonly [RegExp, Reason])[] = [
  [/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/, 'timeout'],
  [/^UND_ERR_HEADERS_OVERFLOW$/, 'protocol'],
  [/^UND_ERR_(?:SOCKET|RES_CONTENT_LENGTH_MISMATCH)$/, 'reset'],
  [/^(?:ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT)$/, 'reset'],
  // An alert after the handshake: TLS 1.3 refuses a client certificate this late.
  [/^(?:ERR_SSL_.+|ERR_TLS_.+|EPROTO)$/, 'tls'],
  [/^(?:BODY_TOO_LARGE|UND_ERR_RES_EXCEEDED_MAX_SIZE)$/, 'too_large'],
  [/^(?:Z_.+|ERR_BROTLI.+|ERR__ERROR_.+)$/, 'encoding'],
];

/**
 * The failure that an error of the network libraries stands for; `internal` for one that the table lacks.
 * Null when the error is none of theirs, and so a defect. `hasHead` says whether the headers had come whole.
 */
export function networkFailure(error: unknown, hasHead: boolean): Failure | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof NotConnected) return failure(error.phase, codeOf(error.cause));
  if (error.name === 'HTTPParserError') return parserFailure(error);
  const code = codeOf(error);
  if (code === null) return null;
  if (!hasHead && isProtocolError(code, error)) return failure('protocol', code);
  const row = table.find(([pattern]) => pattern.test(code));
  return failure(row === undefined ? 'internal' : row[1], code);
}

/** llhttp's errors: undici gives them no code, but their messages are llhttp's own fixed words. */
function parserFailure({ message }: Error): Failure {
  return failure(message.includes('Invalid EOF state') ? 'reset' : 'protocol', message);
}

/** What undici files under a wrong length or a lost connection, but is a head that makes no sense. */
function isProtocolError(code: string, { message }: Error): boolean {
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return true;
  return code === 'UND_ERR_SOCKET' && /^bad (?:response|upgrade)$/.test(message);
}

function failure(reason: Reason, detail: string | null): Failure {
  return detail === null ? { reason } : { reason, detail };
}

/** Only what looks like a code may reach a log: messages can quote what the upstream sent. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(error.code) ? error.code : null;
}

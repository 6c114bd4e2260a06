import { text as readAll } from 'node:stream/consumers';
import type { Clock } from '../../clock.ts';
import { disk } from '../../config/files.ts';
import { refuseHead } from '../../fan-out/response-head.ts';
import type { Failure } from '../../outcome.ts';
import type { Subject } from '../../parse/customer.ts';
import { describeFailure } from '../../admin/failure-words.ts';
import { askOverHttp, toWebUrl } from '../http.ts';
import type { HttpAnswer } from '../http.ts';
import { showProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { plainBody, plainHeaders } from '../try/plain-request.ts';

/** What is judged, and where it is from. */
export interface LintDocument {
  /** As it was named; `stdin` for what was piped in. */
  readonly name: string;
  readonly text: string;
  /** Of a service that was asked: the status, and why the gateway would not read on; null where it would. */
  readonly response: { readonly status: number; readonly failure: Failure | null } | null;
}

export type ReadDocument =
  | { readonly ok: true; readonly document: LintDocument }
  | { readonly ok: false; readonly message: string };

/** How a service is asked. */
export interface ServiceQuestion {
  /** Asked about with a POST, as Plain does; null for a GET. */
  readonly subject: Subject | null;
  readonly keys: readonly string[];
  readonly workspaceId: string | null;
  /** `Name: value` each. */
  readonly headers: readonly string[];
}

/** Plain gives up then. */
const timeoutMs = 15_000;
/** The gateway's default `maxResponseBytes`. */
const maxResponseBytes = 524_288;

/** Reads a file, standard input for `-`, or what a service answers at a URL. */
export async function readDocument(
  source: string,
  question: ServiceQuestion,
  terminal: Terminal,
): Promise<ReadDocument> {
  const url = toWebUrl(source);
  if (url !== null) return askService(url, question, terminal);
  if (source === '-') return found({ name: 'stdin', text: await readAll(terminal.stdin) });
  const read = await disk.readText(source);
  if (read.ok) return found({ name: source, text: read.value });
  const message = `${source} cannot be read (${read.code}). Name a file, a URL, or - for standard input.`;
  return { ok: false, message };
}

function found(document: Omit<LintDocument, 'response'>): ReadDocument {
  return { ok: true, document: { ...document, response: null } };
}

async function askService(
  url: URL,
  question: ServiceQuestion,
  terminal: Terminal,
): Promise<ReadDocument> {
  const { clock } = terminal;
  const stop = showProgress(terminal, () => `waiting for ${url.host}`);
  const request = { url: url.href, timeoutMs, ...requestOf(question, terminal) };
  const answer = await askOverHttp(request, clock).finally(stop);
  if (!answer.ok) return { ok: false, message: `${url.href} ${describeFailure(answer.failure)}.` };
  return { ok: true, document: { name: url.href, ...toDocument(answer, clock) } };
}

/** Not CARDS_TOKEN: that is the gateway's own secret, and no service's business. */
function requestOf(
  { subject, keys, workspaceId, headers: given }: ServiceQuestion,
  { env }: Terminal,
) {
  const { SERVICE_TOKEN: token, PLAIN_SIGNING_SECRET: signingSecret } = env;
  const credentials = { headers: given, token };
  if (subject === null) {
    const headers = plainHeaders('', workspaceId, { ...credentials, signingSecret: undefined });
    return { method: 'GET', headers } as const;
  }
  const body = plainBody(keys, subject);
  const headers = plainHeaders(body, workspaceId, { ...credentials, signingSecret });
  return { method: 'POST', body, headers } as const;
}

function toDocument(
  { status, headers, text }: HttpAnswer & { ok: true },
  clock: Pick<Clock, 'wallNow'>,
): Omit<LintDocument, 'name'> {
  // What comes back here is decoded already.
  const head = {
    status,
    headers: new Map([...headers].filter(([name]) => !/^content-(?:encoding|length)$/.test(name))),
  };
  const isTooLarge = Buffer.byteLength(text) > maxResponseBytes;
  const tooLarge: Failure = { reason: 'too_large', detail: `more than ${maxResponseBytes} bytes` };
  const failure =
    refuseHead(head, maxResponseBytes, clock.wallNow()) ?? (isTooLarge ? tooLarge : null);
  return { text, response: { status, failure } };
}

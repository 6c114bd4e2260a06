import { isJsonObject } from '../validate/check-components.ts';
import { printable } from './draw/printable.ts';
import { describeFailure } from '../admin/failure-words.ts';
import { askOverHttp, toWebUrl } from './http.ts';
import type { HttpAnswer } from './http.ts';
import type { Terminal } from './terminal.ts';

/** What the admin listener is asked. */
export interface AdminQuestion {
  readonly path: string;
  /** With one it is a POST, else a GET. */
  readonly body?: object;
}

export type AdminAnswer =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

/** What every command takes that speaks with a running gateway's admin listener. */
export const adminOptions = {
  admin: {
    type: 'string',
    value: 'URL',
    summary: 'the admin listener of the gateway; by default http://127.0.0.1:8081',
  },
} as const;

/** For the description of such a command. The token is no option: others can read command lines. */
export const adminTokenHelp = `The gateway asks for its admin.token: give it as ADMIN_TOKEN in the environment.`;

export const defaultAdminUrl = 'http://127.0.0.1:8081';
const timeoutMs = 10_000;

/** Asks a running gateway, with the token that is ADMIN_TOKEN in the environment. */
export async function askAdmin(
  { path, body }: AdminQuestion,
  { admin = defaultAdminUrl }: { readonly admin: string | undefined },
  { env, clock }: Pick<Terminal, 'env' | 'clock'>,
): Promise<AdminAnswer> {
  const url = toWebUrl(admin);
  if (url === null) return { ok: false, message: '--admin takes an http or https URL' };
  const token = env['ADMIN_TOKEN'] ?? '';
  const answer = await askOverHttp(
    {
      method: body === undefined ? 'GET' : 'POST',
      url: new URL(url.pathname.replace(/\/*$/, path), url).href,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs,
    },
    clock,
  );
  if (!answer.ok) return { ok: false, message: noAnswer(answer, url) };
  const parsed = parse(answer.text);
  if (answer.status === 200 && isJsonObject(parsed)) return { ok: true, body: parsed };
  return { ok: false, message: refusal(answer.status, parsed, url, token) };
}

function noAnswer({ failure }: HttpAnswer & { ok: false }, { origin }: URL): string {
  return `${origin} ${describeFailure(failure)}. Is the gateway running, and is that its admin listener (--admin URL)?`;
}

function refusal(status: number, body: unknown, { origin }: URL, token: string): string {
  const said = isJsonObject(body) && typeof body['error'] === 'string' ? body['error'] : undefined;
  if (status === 401) {
    return token === ''
      ? `${origin} asks for its admin token: set ADMIN_TOKEN in the environment.`
      : `${origin} refuses the token in ADMIN_TOKEN: it is not the admin.token of that gateway.`;
  }
  if (said === undefined || (status === 404 && said === 'Not found.'))
    return `${origin} is not the admin listener of a gateway that can do this: ${status}.`;
  return printable(said).slice(0, 500);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { isJsonObject } from '../../validate/check-components.ts';
import { validateCard } from '../../validate/card.ts';
import { printable } from '../draw/printable.ts';
import { describeFailure } from '../../admin/failure-words.ts';
import { askOverHttp } from '../http.ts';
import type { HttpAnswer } from '../http.ts';
import { showProgress } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { looksLikeNotice } from './notice.ts';
import { plainBody, plainHeaders } from './plain-request.ts';
import type { Question, TriedCard, TryResult } from './tried.ts';

/** Plain gives up then. */
const timeoutMs = 15_000;

export interface GatewayChoice {
  readonly url: URL;
  /** `Name: value` each. */
  readonly headers: readonly string[];
}

/** Asks a running gateway exactly as Plain does, and reads its answer as Plain does. */
export async function tryGateway(
  { keys, subject, workspaceId }: Question,
  { url, headers: given }: GatewayChoice,
  terminal: Terminal,
): Promise<TryResult> {
  const { clock, env } = terminal;
  const body = plainBody(keys, subject);
  const { CARDS_TOKEN: token, PLAIN_SIGNING_SECRET: signingSecret } = env;
  const headers = plainHeaders(body, workspaceId, { headers: given, token, signingSecret });
  const request = { method: 'POST', url: url.href, headers, body, timeoutMs } as const;
  const stop = showProgress(terminal, () => `waiting for ${url.host}`);
  const answer = await askOverHttp(request, clock).finally(stop);
  if (!answer.ok) return { ok: false, message: noAnswer(answer, url) };
  if (answer.status !== 200) return { ok: false, message: refusal(answer, url) };
  const cards = cardsIn(answer.text);
  if (cards === null) {
    const message = `${url.href} answers, but not with {"cards": […]}. Does a gateway listen there?`;
    return { ok: false, message };
  }
  const tried = keys.map((key) => toTried(key, cards.get(key)));
  return {
    ok: true,
    tried: { cards: tried, calls: [], durationMs: answer.durationMs, explanation: null },
  };
}

function noAnswer({ failure }: HttpAnswer & { ok: false }, url: URL): string {
  const what = `${url.origin} ${describeFailure(failure)}.`;
  if (failure.reason !== 'connect') return what;
  return `${what} Start the gateway, correct --url, or leave --url out to try the configuration without a gateway.`;
}

const remedies = new Map([
  [
    401,
    "Give the secret that Plain sends: CARDS_TOKEN, or --header 'Authorization: Bearer …'; where requests are signed, PLAIN_SIGNING_SECRET too.",
  ],
  [404, 'The gateway answers at /cards only, on its public listener.'],
  [429, 'Wait a minute: too many requests, or too many with a wrong secret.'],
  [503, 'It has more to do than it can; ask again in a second.'],
]);

function refusal({ status, text }: HttpAnswer & { ok: true }, url: URL): string {
  const parsed = parse(text);
  const said = isJsonObject(parsed) && typeof parsed['error'] === 'string' ? parsed['error'] : '';
  const what = `${url.href} refuses the request: ${status}${said && ` ${printable(said).slice(0, 200)}`}`;
  return `${what}\n${remedies.get(status) ?? "Look into the gateway's log."}`;
}

function cardsIn(text: string): ReadonlyMap<unknown, unknown> | null {
  const body = parse(text);
  if (!isJsonObject(body) || !Array.isArray(body['cards'])) return null;
  const cards: readonly unknown[] = body['cards'];
  return new Map(cards.flatMap((card) => (isJsonObject(card) ? [[card['key'], card]] : [])));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toTried(key: string, value: unknown): TriedCard {
  const unknown = { outcome: null, upstream: null, ageSeconds: null, ttlSeconds: null };
  const nothing = {
    key,
    ...unknown,
    plainTtlSeconds: null,
    whyEmpty: null,
    components: null,
  };
  if (value === undefined)
    return { ...nothing, shows: 'error', failure: { reason: 'missing_key' } };
  const valid = validateCard(value);
  if (!valid.ok) {
    const { pointer, rule } = valid;
    return { ...nothing, shows: 'error', failure: { reason: 'invalid_card', pointer, rule } };
  }
  const { components, timeToLiveSeconds } = valid.card;
  const shows = components === null ? 'nothing' : looksLikeNotice(components) ? 'notice' : 'card';
  return { ...nothing, shows, failure: null, plainTtlSeconds: timeToLiveSeconds, components };
}

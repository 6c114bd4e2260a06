import type { Caller } from '../authenticate/authenticator.ts';
import type { GatewayFileConfig } from '../config/schema.ts';
import { parseCardRequest } from '../parse/card-request.ts';
import type { CardRequest } from '../parse/card-request.ts';
import type { Customer, Subject } from '../parse/customer.ts';
import { suggest } from '../suggest.ts';
import { isJsonObject } from '../validate/check-components.ts';
import type { DemoCustomer } from './api.ts';

/** A question of a page's as the gateway takes Plain's. */
export interface Question {
  readonly request: CardRequest;
  readonly caller: Caller;
}

/** The question, or why it can't be asked. */
export type ParsedQuestion =
  | ({ readonly ok: true } & Question)
  | { readonly ok: false; readonly status: 400 | 403; readonly message: string };

export interface QuestionScope {
  readonly workspaces: GatewayFileConfig['workspaces'];
  readonly demoCustomers: readonly DemoCustomer[];
  readonly allowsLookups: boolean;
}

/** The credential that look-ups of the pages go by in log and metrics. */
export const consoleCredentialId = 'console';

const lookupsAreOff =
  'Only demo customers can be looked up: admin.customerLookups is false in gateway.yaml.';

/** Reads a CardsQuestion. What it may ask is what Plain may with the same workspace, for customers that may be looked up. */
export function parseQuestion(body: unknown, scope: QuestionScope): ParsedQuestion {
  const parsed = parseCardRequest(Buffer.from(JSON.stringify(body ?? null)));
  if (!parsed.ok) return refused(400, parsed.message);
  const { request } = parsed;
  if (!scope.allowsLookups && !isDemo(request.subject, scope.demoCustomers)) {
    return refused(403, lookupsAreOff);
  }
  const asked = isJsonObject(body) ? (body['workspaceId'] ?? null) : null;
  return asked === null || (typeof asked === 'string' && /^[\w-]{1,200}$/.test(asked))
    ? withCaller(request, asked, scope.workspaces)
    : refused(400, "workspaceId: expected a workspace id of Plain's, or null");
}

function withCaller(
  request: CardRequest,
  workspaceId: string | null,
  workspaces: QuestionScope['workspaces'],
): ParsedQuestion {
  const caller = { credentialId: consoleCredentialId, workspaceId, cards: null };
  if (workspaces === undefined) return { ok: true, request, caller };
  const known = new Map(Object.entries(workspaces));
  const workspace = known.get(workspaceId ?? '');
  if (workspace === undefined) {
    const advice = suggest(workspaceId ?? '', [...known.keys()]);
    return refused(400, `workspaceId: expected one of the configured workspaces; ${advice}`);
  }
  const cards = workspace.cards === undefined ? null : new Set(workspace.cards);
  return { ok: true, request, caller: { ...caller, cards } };
}

function isDemo(
  { customer, thread, tenant }: Subject,
  demoCustomers: readonly DemoCustomer[],
): boolean {
  const isSame = (demo: Partial<Customer>): boolean =>
    (demo.id ?? null) === customer.id &&
    (demo.email ?? null) === customer.email &&
    (demo.externalId ?? null) === customer.externalId;
  return thread === null && tenant === null && demoCustomers.some((demo) => isSame(demo.customer));
}

function refused(status: 400 | 403, message: string): Extract<ParsedQuestion, { ok: false }> {
  return { ok: false, status, message };
}

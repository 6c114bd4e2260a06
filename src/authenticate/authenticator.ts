import type { Credentials, GatewayFileConfig } from '../config/schema.ts';
import { singleHeader } from './headers.ts';
import type { RequestHeaders } from './headers.ts';
import { createHeaderSecrets } from './secrets.ts';
import type { HeaderSecrets, SecretFailure } from './secrets.ts';
import { createSigningSecrets } from './signature.ts';
import type { SignatureFailure, SigningSecrets } from './signature.ts';

/** Who asks, once proven. */
export interface Caller {
  /** The credential that matched, e.g. `header:authorization:1`, the configured id, or `w_123/signing:1`. No secret. */
  readonly credentialId: string;
  /** `Plain-Workspace-Id`: proven where workspaces are configured, else as claimed; null when absent or not an id. */
  readonly workspaceId: string | null;
  /** The only cards that may be asked for; null means all. */
  readonly cards: ReadonlySet<string> | null;
}

/** For metrics and the log only: the client sees the same 401 whatever it was. */
export type AuthFailure = SecretFailure | SignatureFailure | 'workspace';

export type AuthResult =
  | {
      readonly ok: true;
      readonly caller: Caller;
      /** Of each secret that matched: one of a header, one of the signature, or both. */
      readonly secretIds: readonly string[];
    }
  | { readonly ok: false; readonly failure: AuthFailure };

export type HeaderCheck =
  { readonly ok: true } | { readonly ok: false; readonly failure: AuthFailure };

/** Decides who may ask. Never throws, and its cost does not depend on which secret matches. */
export interface Authenticator {
  /** Before the body is read: whether the headers can pass at all. */
  checkHeaders(headers: RequestHeaders): HeaderCheck;
  /** The whole decision, over the raw bytes of the body. */
  authenticate(headers: RequestHeaders, rawBody: Buffer): AuthResult;
  /** The ids of all secrets, each once. */
  readonly secretIds: readonly string[];
}

type Verdict =
  | { readonly ok: true; readonly secretIds: readonly string[] }
  | { readonly ok: false; readonly failure: AuthFailure };

/** One set of credentials, and what they open: one workspace, or with null whichever is claimed. */
interface Realm {
  readonly workspaceId: string | null;
  readonly cards: ReadonlySet<string> | null;
  readonly secrets: HeaderSecrets;
  readonly signing: SigningSecrets;
}

const refused = { ok: false, failure: 'no_credentials' } as const;

/** Without any credentials configured, everyone is refused. */
export function createAuthenticator(
  config: Pick<GatewayFileConfig, 'auth' | 'workspaces'>,
): Authenticator {
  const realms = [...realmsOf(config)].filter((realm) => secretIdsOf(realm).length > 0);

  return {
    checkHeaders(headers) {
      const result = decide(realms, headers, (realm) => judgeHeaders(realm, headers));
      return result.ok ? { ok: true } : result;
    },
    authenticate: (headers, rawBody) =>
      decide(realms, headers, (realm) => judge(realm, headers, rawBody)),
    secretIds: [...new Set(realms.flatMap(secretIdsOf))],
  };
}

function* realmsOf(config: Pick<GatewayFileConfig, 'auth' | 'workspaces'>): Iterable<Realm> {
  if (config.auth) yield createRealm(config.auth, null, undefined);
  for (const [workspaceId, { auth, cards }] of Object.entries(config.workspaces ?? {})) {
    yield createRealm(auth, workspaceId, cards);
  }
}

function createRealm(
  auth: Credentials,
  workspaceId: string | null,
  cards: readonly string[] | undefined,
): Realm {
  const idPrefix = workspaceId === null ? '' : `${workspaceId}/`;
  return {
    workspaceId,
    cards: cards === undefined ? null : new Set(cards),
    secrets: createHeaderSecrets(auth.headers, idPrefix),
    signing: createSigningSecrets(auth.signing?.secrets ?? [], idPrefix),
  };
}

function secretIdsOf({ secrets, signing }: Realm): readonly string[] {
  return [...secrets.ids, ...signing.ids];
}

function judgeHeaders({ secrets, signing }: Realm, headers: RequestHeaders): Verdict {
  const secret = secrets.verify(headers);
  const failure = signing.checkHeader(headers);
  if (!secret.ok) return secret;
  return failure === null ? { ok: true, secretIds: [] } : { ok: false, failure };
}

/** Both are always verified, so that the time taken does not say which of them failed. */
function judge({ secrets, signing }: Realm, headers: RequestHeaders, rawBody: Buffer): Verdict {
  const secret = secrets.verify(headers);
  const signature = signing.verify(headers, rawBody);
  if (!secret.ok) return secret;
  if (!signature.ok) return signature;
  const secretIds = [secret.credentialId, signature.credentialId].filter((id) => id !== '');
  return { ok: true, secretIds };
}

/** All realms are judged, then the claimed workspace has to be one whose own credentials passed. */
function decide(
  realms: readonly Realm[],
  headers: RequestHeaders,
  judge: (realm: Realm) => Verdict,
): AuthResult {
  const workspaceId = readWorkspaceId(headers);
  const judged = realms.map((realm) => ({ realm, verdict: judge(realm) }));
  const claimed = judged.find(({ realm }) => (realm.workspaceId ?? workspaceId) === workspaceId);
  if (claimed?.verdict.ok) {
    const { secretIds } = claimed.verdict;
    // Where both are demanded, the header secret names the caller.
    const [credentialId = ''] = secretIds;
    const caller = { credentialId, workspaceId, cards: claimed.realm.cards };
    return { ok: true, caller, secretIds };
  }
  if (judged.some(({ verdict }) => verdict.ok)) return { ok: false, failure: 'workspace' };
  const verdict = (claimed ?? judged[0])?.verdict;
  return verdict?.ok === false ? verdict : refused;
}

/** An id as the configuration knows them; anything else counts as none, since it goes into a header and a cache key. */
function readWorkspaceId(headers: RequestHeaders): string | null {
  const value = singleHeader(headers, 'plain-workspace-id');
  return value !== null && /^[\w-]{1,200}$/.test(value) ? value : null;
}

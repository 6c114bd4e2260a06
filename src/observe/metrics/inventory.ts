import { expiryOf } from './certificates.ts';

/** In PEM. */
interface Tls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
}

/** The part of an upstream's definition that metrics know it by. */
export interface KnownUpstream {
  readonly name: string;
  readonly team?: string | undefined;
  readonly cards: Readonly<Record<string, { readonly retired: boolean }>>;
  readonly tls?: Tls | undefined;
  readonly auth?: { readonly oauth2?: { readonly tls?: Tls | undefined } | undefined } | undefined;
}

/** The part of a configuration that says which series there are. */
export interface KnownConfig {
  readonly upstreams: readonly KnownUpstream[];
  /** Of every header secret and signing secret. */
  readonly secretIds: readonly string[];
  /** In PEM. */
  readonly listenTls?:
    { readonly cert: string; readonly clientCa?: string | undefined } | undefined;
}

export interface KnownCard {
  readonly card: string;
  readonly upstream: string;
  readonly team: string;
  readonly isRetired: boolean;
}

export interface KnownCertificate {
  readonly certificate:
    | 'listener'
    | 'listener_client_ca'
    | 'upstream_client'
    | 'upstream_ca'
    | 'token_client'
    | 'token_ca';
  /** Empty for those of the listener. */
  readonly upstream: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** All that a label can say because the configuration says it. A missing team is an empty label. */
export interface Inventory {
  readonly upstreams: readonly { readonly upstream: string; readonly team: string }[];
  readonly cards: readonly KnownCard[];
  readonly secretIds: readonly string[];
  readonly certificates: readonly KnownCertificate[];
}

export function takeInventory({ upstreams, secretIds, listenTls }: KnownConfig): Inventory {
  return {
    upstreams: upstreams.map(({ name, team = '' }) => ({ upstream: name, team })),
    cards: upstreams.flatMap(cardsOf),
    secretIds,
    certificates: [
      ...certificate('listener', '', listenTls?.cert),
      ...certificate('listener_client_ca', '', listenTls?.clientCa),
      ...upstreams.flatMap(({ name, tls, auth }) => [
        ...certificate('upstream_client', name, tls?.cert),
        ...certificate('upstream_ca', name, tls?.ca),
        ...certificate('token_client', name, auth?.oauth2?.tls?.cert),
        ...certificate('token_ca', name, auth?.oauth2?.tls?.ca),
      ]),
    ],
  };
}

function cardsOf({ name, team = '', cards }: KnownUpstream): KnownCard[] {
  return Object.entries(cards).map(([card, { retired }]) => ({
    card,
    upstream: name,
    team,
    isRetired: retired,
  }));
}

/** A chain is good as long as all of it is; of several CAs the last one that expires counts, as in a rotation. */
function certificate(
  kind: KnownCertificate['certificate'],
  upstream: string,
  pem: string | undefined,
): KnownCertificate[] {
  const expiresAt = expiryOf(pem ?? '', kind.endsWith('_ca') ? 'last' : 'first');
  return expiresAt === null ? [] : [{ certificate: kind, upstream, expiresAt }];
}

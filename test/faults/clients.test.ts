import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { createAuthenticator } from '../../src/authenticate/authenticator.ts';
import { faultyKey, healthyKeys, secret, startBench } from './bench.ts';
import { desyncCases, smuggledId } from './desync.ts';
import { ask, customerOf } from './drive.ts';
import { answerMuch, answerWell, startFaultyServer } from './faulty-server.ts';
import type { Mutation } from './mutant.ts';
import { isNotice, percentile, slackMs } from './oracle.ts';
import {
  authentic,
  cardsBody,
  cardsRequest,
  heldByServer,
  openClient,
  statusesIn,
} from './raw-client.ts';
import type { RawClient } from './raw-client.ts';
import { prove, scale } from './row.ts';
import { startSigned } from './signed.ts';
import { watchRecovery } from './recovery.ts';

const proveRecovery = await watchRecovery(t, 'F');

// Processes and mutants are started one after the other, on machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const app = 'src/app.ts';

function clientBounds(
  requestMs: number,
  headersMs: number,
  checkMs: number,
  takeMs: number,
): Mutation[] {
  return [
    { file: app, cut: 'requestTimeout: 7_000', instead: `requestTimeout: ${requestMs}` },
    {
      file: app,
      cut: 'headersTimeout: 5_000, connectionsCheckingInterval: 1_000',
      instead: `headersTimeout: ${headersMs}, connectionsCheckingInterval: ${checkMs}`,
    },
    { file: 'src/clients.ts', cut: 'takeMs = 10_000', instead: `takeMs = ${takeMs}` },
  ];
}

/** The short form has the same guards with shorter times. */
const slowness = scale.isLong
  ? { bounds: [], clients: 500, readers: 10, watchMs: 14_000, tickMs: 250 }
  : {
      bounds: clientBounds(1_200, 1_000, 200, 1_200),
      clients: 100,
      readers: 4,
      watchMs: 3_500,
      tickMs: 100,
    };

const bigKeys = Array.from({ length: 12 }, (_, index) => `big-${index}`);
/** Opens a client that says `first` and then `next` for as long as anybody listens. */
async function drip(url: string, first: string, next: string): Promise<RawClient> {
  const client = await openClient(url);
  client.socket.write(first);
  const timer = setInterval(() => client.socket.write(next), slowness.tickMs);
  client.socket.on('close', () => clearInterval(timer));
  return client;
}

/**
 * Asks for more than the system's buffers hold, and takes it in pieces of 4 KB: whoever takes more at once is given
 * larger buffers, up to tens of megabytes.
 */
async function sip(url: string): Promise<RawClient> {
  const client = await openClient(url);
  const { socket } = client;
  socket.pause();
  const timer = setInterval(() => socket.read(4_096), slowness.tickMs);
  socket.on('close', () => clearInterval(timer));
  socket.write(cardsRequest('c_1', bigKeys).repeat(16));
  return client;
}

const openHead = 'POST /cards HTTP/1.1\r\nHost: 127.0.0.1\r\n';
const openBody = `POST /cards HTTP/1.1\r\n${authentic}Content-Length: 60000\r\n\r\n{`;

await prove(t, {
  id: 'F1',
  fault: 'slowloris in headers and bodies, and slow readers',
  expected: 'all cut by the time for headers, request and answer; others served all along',
  guard: 'the bounds on slow clients',
  async run(isGuarded) {
    const bench = await startBench({
      respond: answerMuch,
      upstream: {
        cards: Object.fromEntries(bigKeys.map((key) => [key, {}])),
        maxResponseBytes: 4_194_304,
        timeoutMs: 900,
      },
      without: isGuarded ? slowness.bounds : clientBounds(0, 0, 200, 1_000_000),
    });
    const open = (count: number, make: () => Promise<RawClient>) =>
      Promise.all(Array.from({ length: count }, make));
    const { clients, readers } = slowness;
    const slow = {
      heads: await open(clients, () => drip(bench.url, openHead, 'X-A: b\r\n')),
      bodies: await open(clients, () => drip(bench.url, openBody, ' ')),
      readers: await open(readers, () => sip(bench.url)),
    };
    const startedAt = performance.now();
    const others = [];
    while (performance.now() - startedAt < slowness.watchMs) {
      others.push(await ask(bench, healthyKeys, others.length));
      await pause(20);
    }
    const held = Object.entries(slow).map(
      ([what, all]) => [what, heldByServer(all, bench.url)] as const,
    );
    Object.values(slow)
      .flat()
      .forEach(({ socket }) => socket.destroy());
    await bench.close();
    return { held, others };
  },
  violations: ({ held, others }) => [
    ...held.filter(([, count]) => count > 0).map(([what, count]) => `${count} slow ${what} held`),
    ...(others.every(({ status }) => status === 200) ? [] : ['others were refused']),
    ...(percentile(others, 0.99) < slackMs(scale) + 50 ? [] : ['others waited']),
  ],
  figure: ({ others }) =>
    `${2 * slowness.clients} slow senders and ${slowness.readers} slow readers cut within ${slowness.watchMs} ms; ${others.length} requests beside, p99 ${Math.round(percentile(others, 0.99))} ms, slowest ${Math.round(percentile(others, 1))} ms`,
});

const limit = 65_536;
const padded = (bytes: number) => cardsBody('c_1').padEnd(bytes);
const withBody = (body: string, ...lines: string[]) =>
  `POST /cards HTTP/1.1\r\n${authentic}${lines.map((line) => `${line}\r\n`).join('')}Content-Length: ${body.length}\r\n\r\n${body}`;
const gzipped = gzipSync(Buffer.alloc(10_000_000, ' ')).toString('latin1');

/** Bodies with the status that they deserve. */
const createBodies = () =>
  new Map<string, readonly [string, number]>([
    ['as long as may be', [withBody(padded(limit), 'Connection: close'), 200]],
    ['a byte longer', [withBody(padded(limit + 1)), 413]],
    ['10 MB', [withBody(padded(10_000_000)), 413]],
    ['10 MB that waits to be welcome', [withBody(padded(10_000_000), 'Expect: 100-continue'), 413]],
    [
      '10 MB in chunks that do not end',
      [
        `POST /cards HTTP/1.1\r\n${authentic}Transfer-Encoding: chunked\r\n\r\n${`2710\r\n${' '.repeat(10_000)}\r\n`.repeat(1_000)}`,
        413,
      ],
    ],
    ['gzip', [withBody(gzipped, 'Content-Encoding: gzip'), 415]],
    ['text', [withBody(padded(100), 'X-A: b').replace('application/json', 'text/plain'), 415]],
  ]);

await prove(t, {
  id: 'F2',
  fault: 'bodies over the limit, without an end, compressed',
  expected: '413 or 415 and the end of the connection; no 5xx',
  guard: 'the limit of a body',
  async run(isGuarded) {
    const bench = await startBench({
      respond: answerWell,
      ...(!isGuarded && {
        without: [
          {
            file: 'plugins/cards.ts',
            cut: 'bodyLimit: gateway.settings.bodyLimitBytes',
            instead: 'bodyLimit: 1_000_000_000',
          },
        ],
      }),
    });
    const bodies = createBodies();
    const rounds = isGuarded ? (scale.isLong ? 50 : 3) : 1;
    const wrong: string[] = [];
    const baseline = process.memoryUsage().arrayBuffers;
    let peak = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, [bytes, expected]] of bodies) {
        const client = await openClient(bench.url);
        client.socket.write(bytes, 'latin1');
        const isClosed = await client.closed(1_000);
        // A refusal that crosses a body still being sent may be lost with the connection.
        const told = statusesIn(client.received).find((each) => each !== 100);
        const status = told ?? (isClosed && expected !== 200 ? expected : 0);
        if (status !== expected || !isClosed) wrong.push(`${name}: ${status}`);
        client.socket.destroy();
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - baseline);
      }
    }
    const { status } = await ask(bench, healthyKeys, 1);
    await bench.close();
    return { wrong, status, peak, count: rounds * bodies.size };
  },
  violations: ({ wrong, status }) => [...wrong, ...(status === 200 ? [] : ['others were refused'])],
  figure: ({ count, peak }) =>
    `${count} of ${count} as expected; buffers at most ${Math.round(peak / 1e6)} MB above the start, the senders' own among them`,
});

const waiters = scale.isLong ? 1_000 : 50;

async function abandon(url: string, index: number, keys: readonly string[]): Promise<void> {
  const client = await openClient(url);
  client.socket.write(withBody(JSON.stringify({ cardKeys: keys, customer: customerOf(index) })));
  await pause(30);
  client.socket.destroy();
}

await prove(t, {
  id: 'F3',
  fault: 'clients that give up: the only one waiting, and one of many',
  expected: 'the call goes on and is kept; nobody else is refused; no place is lost',
  guard: 'that a request ends with its connection, and its calls do not',
  async run(isGuarded) {
    const bench = await startBench({
      respond: (asked) => void setTimeout(() => answerWell(asked), 250),
      gateway: { maxInFlight: waiters + 1, deadlineMs: 5_000 },
      upstream: { timeoutMs: 4_000, limits: { concurrency: 1_000, queue: 1_000 } },
      ...(!isGuarded && {
        without: [
          {
            file: 'plugins/cards.ts',
            cut: "reply.raw.once('close', () => countRequests(-1));",
            instead:
              "reply.raw.once('finish', () => countRequests(-1)); request.raw.socket.once('close', () => gateway.upstreams.forEach((upstream) => void upstream.close()));",
          },
        ],
      }),
    });
    await abandon(bench.url, 1, [faultyKey]);
    await pause(600);
    const { faulty } = bench;
    const before = faulty.requests;
    const alone = await ask(bench, [faultyKey], 1);
    const callsForAlone = faulty.requests - before;
    // Their places are free again once they are gone, or the waiters find none.
    await Promise.all(Array.from({ length: waiters }, () => abandon(bench.url, 3, [])));
    const leaving = abandon(bench.url, 2, [faultyKey]);
    const many = await Promise.all(
      Array.from({ length: waiters }, () => ask(bench, [faultyKey], 2).catch(() => null)),
    );
    await leaving;
    const failed = many.filter(
      (reply) => reply?.status !== 200 || isNotice(JSON.parse(reply.body).cards[0]),
    );
    const after = faulty.requests - before - callsForAlone;
    await bench.close();
    return { alone: alone.status, callsForAlone, callsForMany: after, failed: failed.length };
  },
  violations: ({ alone, callsForAlone, callsForMany, failed }) => [
    ...(alone === 200 && callsForAlone === 0 ? [] : ['the abandoned call was lost']),
    ...(callsForMany <= 1 ? [] : [`${callsForMany} calls for one customer`]),
    ...(failed === 0 ? [] : [`${failed} of the other waiters failed`]),
  ],
  figure: ({ failed }) =>
    `${failed} of ${waiters} other waiters failed; the abandoned call was kept`,
});

await prove(t, {
  id: 'F4',
  fault: `${desyncCases.length} requests whose end, target or host two readers could see differently`,
  expected: 'one refusal and the end of the connection; nothing of what is smuggled is asked for',
  guard: 'the strict parser and the refusal of odd requests',
  async run(isGuarded) {
    const asked: string[] = [];
    const bench = await startBench({
      respond: (call) => {
        asked.push(call.customerId);
        answerWell(call);
      },
      ...(!isGuarded && {
        without: [
          {
            file: app,
            cut: 'const serverBounds = {',
            instead: 'const serverBounds = { insecureHTTPParser: true,',
          },
          {
            file: 'src/clients.ts',
            cut: 'if (!isOdd(raw) && !spoiled.has(raw.socket)) return done();',
            instead: 'return done();',
          },
        ],
      }),
    });
    const answers = await Promise.all(
      desyncCases.map(async ({ name, bytes, answers }) => {
        const client = await openClient(bench.url);
        client.socket.write(bytes, 'latin1');
        const isClosed = await client.closed(1_000);
        client.socket.destroy();
        const statuses = statusesIn(client.received);
        const isRefused =
          isClosed &&
          statuses.length <= 1 &&
          statuses.every((status) => status >= 400 && status < 500);
        const isRight = answers === undefined ? isRefused : answers.join() === statuses.join();
        return isRight ? [] : [`${name}: ${statuses.join(', ') || 'no answer'}`];
      }),
    );
    await bench.close();
    return { wrong: answers.flat(), smuggled: asked.filter((id) => id === smuggledId).length };
  },
  violations: ({ wrong, smuggled }) => [
    ...(smuggled > 0 ? [`${smuggled} smuggled requests were answered`] : []),
    ...wrong,
  ],
  figure: ({ smuggled }) =>
    `${desyncCases.length} of ${desyncCases.length} as expected, ${smuggled} smuggled`,
});

const signingSecret = 'signing-secret';
const sign = (body: string, key = signingSecret) =>
  createHmac('sha256', key).update(body).digest('hex');
const body = cardsBody('c_1');
const good = sign(body);
const right = ['authorization', secret] as const;

/** Headers of requests that have to be refused alike. */
const forgeries = new Map<string, readonly (readonly [string, string])[]>([
  ['nothing', []],
  ['no signature', [right]],
  ['no secret', [['plain-request-signature', good]]],
  [
    'a wrong secret',
    [
      ['authorization', 'Bearer other'],
      ['plain-request-signature', good],
    ],
  ],
  [
    'a secret with more behind it',
    [
      ['authorization', `${secret}x`],
      ['plain-request-signature', good],
    ],
  ],
  ['a repeated secret', [right, right, ['plain-request-signature', good]]],
  ['a wrong signature', [right, ['plain-request-signature', sign(body, 'other')]]],
  ['the signature of another body', [right, ['plain-request-signature', sign(cardsBody('c_2'))]]],
  ['a signature in capitals', [right, ['plain-request-signature', good.toUpperCase()]]],
  ['half a signature', [right, ['plain-request-signature', good.slice(0, 32)]]],
  [
    'a repeated signature',
    [right, ['plain-request-signature', good], ['plain-request-signature', good]],
  ],
  ['two signatures in one', [right, ['plain-request-signature', `${good}, ${good}`]]],
  ['an empty signature', [right, ['plain-request-signature', '']]],
]);

await prove(t, {
  id: 'F5',
  fault: 'no, wrong, stale, repeated signatures and secrets; another content type',
  expected: '401 with one and the same body; 0 calls upstream',
  guard: 'the verdict on signature and secret',
  async run(isGuarded) {
    const service = await startFaultyServer(answerWell);
    const gateway = await startSigned({
      url: `${service.origin}/cards`,
      signingSecret,
      without: isGuarded
        ? []
        : [
            {
              file: 'src/authenticate/authenticator.ts',
              cut: 'if (claimed?.verdict.ok) {',
              instead:
                "if (claimed) {\n    if (!claimed.verdict.ok) return { ok: true, caller: { credentialId: 'x', workspaceId, cards: null } };",
            },
          ],
    });
    const answers = new Set<string>();
    for (let round = 0; round < (scale.isLong ? 100 : 5); round += 1) {
      for (const headers of forgeries.values()) {
        const client = await openClient(gateway.url);
        const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
        client.socket.write(
          `POST /cards HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lines}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
        );
        await client.closed(2_000);
        answers.add(client.received.replaceAll(/\r\n(?:date|x-request-id): [^\r]*/gi, ''));
      }
    }
    const calls = service.requests;
    const t = scale.isLong && isGuarded ? timingDifference() : 0;
    await gateway.close();
    service.close();
    return { answers: [...answers], calls, t };
  },
  violations: ({ answers, calls, t }) => [
    ...(calls === 0 ? [] : [`${calls} calls upstream`]),
    ...(answers.length === 1 && answers[0]?.startsWith('HTTP/1.1 401 ') ? [] : ['answers differ']),
    ...(Math.abs(t) < 4.5 ? [] : [`t = ${t.toFixed(1)} between right and wrong beginnings`]),
  ],
  figure: ({ calls, t }) =>
    `${forgeries.size} forgeries, one answer, ${calls} calls${scale.isLong ? `; t = ${t.toFixed(1)}` : ''}`,
});

/** Welch's t of the time that a signature takes whose beginning is right, and one whose beginning is wrong. */
function timingDifference(count = 100_000): number {
  const authenticator = createAuthenticator({
    auth: { headers: [], signing: { secrets: [signingSecret] } },
  });
  const raw = Buffer.from(body);
  const wrong = sign(body, 'other');
  const guesses = [`${good.slice(0, 60)}${wrong.slice(60)}`, wrong];
  const times: number[][] = [[], []];
  for (let index = 0; index < 2 * count; index += 1) {
    const which = Math.random() < 0.5 ? 0 : 1;
    const headers = { 'plain-request-signature': guesses[which] };
    const startedAt = process.hrtime.bigint();
    authenticator.authenticate(headers, raw);
    times[which]?.push(Number(process.hrtime.bigint() - startedAt));
  }
  // Interruptions would drown everything: what is slower than nine in ten tells nothing.
  const cut = times.flat().sort((a, b) => a - b)[Math.floor(count * 1.8)] ?? 0;
  const [a, b] = times.map((all) => momentsOf(all.filter((ns) => ns < cut)));
  if (!a || !b) return 0;
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1), count: values.length };
}

await proveRecovery();

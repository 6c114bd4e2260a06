import { execFileSync } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { closeSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { rootCertificates, setDefaultCACertificates } from 'node:tls';
import type { TlsOptions } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { httpAnswer } from '../fixtures/raw-server.ts';
import { allKeys, healthyKeys, noBreaker, startBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { ask } from './drive.ts';
import { answerWell, goodBody, neverAnswer, startFaultyServer } from './faulty-server.ts';
import type { Asked, Respond } from './faulty-server.ts';
import * as guards from './guards.ts';
import {
  describe,
  expectReason,
  isExactly,
  observe,
  percentile,
  slackMs,
  summary,
  prove,
} from './oracle.ts';
import type { Observed } from './oracle.ts';
import { scale } from './row.ts';
import { watchRecovery } from './recovery.ts';

// On machines that do other things.
t.setTimeout(scale.isLong ? 3_600_000 : 180_000);

const proveRecovery = await watchRecovery(t, 'A');

/** For what hangs: no test waits for the usual 4 s. */
const impatient = { gateway: { deadlineMs: 1_000 }, upstream: { timeoutMs: 300 } };
const jsonHead = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

function slowerThan(seen: Observed, withinMs: number): string[] {
  const slowest = seen.ms.at(-1) ?? 0;
  return slowest > withinMs ? [`an answer after ${Math.round(slowest)} ms`] : [];
}

/** What an answer with the faulty card takes longer than one without it: medians, asked in turn. */
async function addedMs(bench: Bench): Promise<number> {
  const [withFaulty, without] = [[], []] as { ms: number }[][];
  for (let index = 0; index < scale.requests; index += 1) {
    withFaulty?.push(await ask(bench, allKeys, 2_000_000 + index));
    without?.push(await ask(bench, healthyKeys, 3_000_000 + index));
  }
  return percentile(withFaulty ?? [], 0.5) - percentile(without ?? [], 0.5);
}

await prove(t, {
  id: 'A1',
  fault: 'accepts, never answers',
  expected:
    'all by D; sockets within the cap of 5, also after time-outs; the breaker opens; then at most 2 ms are added',
  guard: 'the time-out of a call',
  async run(isGuarded) {
    let added = 0;
    const seen = await observe({
      scale,
      respond: neverAnswer,
      ...impatient,
      upstream: {
        ...impatient.upstream,
        limits: { concurrency: 5, queue: 5 },
        breaker: { openMs: 60_000 },
      },
      ...(!isGuarded && { without: guards.timeout }),
      inspect: async (bench) => {
        if (isGuarded) added = await addedMs(bench);
      },
    });
    return { ...seen, added };
  },
  violations: (seen) => [
    ...seen.violations,
    ...(seen.transitions['open'] === 1 ? [] : ['the breaker does not open once']),
    ...(seen.peak <= 5 ? [] : [`${seen.peak} sockets`]),
    ...(isExactly(seen.calls['timeout'] ?? 0, seen.injected, 'timeout')
      ? []
      : ['not every hung call counts as timeout']),
    ...(seen.added <= (scale.isLong ? 2 : 50)
      ? []
      : [`${seen.added.toFixed(1)} ms added once open`]),
    ...(seen.kept === 0 ? [] : ['cards kept']),
  ],
  figure: (seen) =>
    `${summary(seen)}; ${seen.peak} sockets at most; ${seen.added.toFixed(1)} ms added once open`,
});

/** A port whose queue of connections is full: whoever comes next is not even answered a SYN. */
async function startFullQueue(): Promise<{ origin: string; close(): Promise<void> }> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer().listen(0, '127.0.0.1', 1, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const fill = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await pause(50);
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of fill) socket.destroy();
      await worker.terminate();
    },
  };
}

await prove(t, {
  id: 'A2',
  fault: 'full accept queue: no answer to a SYN',
  expected: 'connect after 500 ms',
  guard: 'the time-out of connecting',
  async run(isGuarded) {
    const full = await startFullQueue();
    const seen = await observe({
      scale,
      respond: neverAnswer,
      upstream: { url: full.origin, timeoutMs: 1_500, retry: false },
      ...(!isGuarded && { without: guards.connectTimeout }),
    });
    await full.close();
    return seen;
  },
  violations: (seen) => [
    ...seen.violations,
    ...expectReason(seen, 'connect', seen.requests),
    ...slowerThan(seen, 500 + slackMs(scale)),
  ],
  figure: (seen) => summary(seen),
});

await prove(t, {
  id: 'A3',
  fault: 'connection refused',
  expected: 'connect, at most 5 ms more than without the card (attempts are not repeated here)',
  guard: 'the names for failures to connect',
  async run(isGuarded) {
    const gone = await startFaultyServer(neverAnswer);
    gone.close();
    let added = 0;
    const seen = await observe({
      scale,
      respond: neverAnswer,
      upstream: { url: gone.origin, retry: false },
      ...(!isGuarded && { without: guards.connectPhases }),
      inspect: async (bench) => {
        added = await addedMs(bench);
      },
    });
    return { ...seen, added };
  },
  violations: (seen) => [
    ...seen.violations,
    ...expectReason(seen, 'connect', seen.requests),
    ...(seen.added <= (scale.isLong ? 5 : 100) ? [] : [`${seen.added.toFixed(1)} ms added`]),
  ],
  figure: (seen) => `${summary(seen)}; ${seen.added.toFixed(1)} ms added`,
});

/** Goes on until the connection is gone. */
function drip(socket: Socket, everyMs: number, next: () => string): void {
  const timer = setInterval(() => socket.write(next(), 'latin1'), everyMs);
  socket.on('close', () => clearInterval(timer));
}

const dripBody: Respond = ({ socket }) => {
  socket.write(`${jsonHead}content-length: 100000\r\n\r\n`);
  drip(socket, 100, () => '{');
};

const dripHead: Respond = ({ socket, index }) => {
  if (index % 2 === 0) {
    socket.write(`${jsonHead}x-drip: `);
    drip(socket, 100, () => 'x');
  } else {
    drip(socket, 20, () => 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n');
  }
};

for (const [id, fault, respond] of [
  ['A4', 'a body of 1 byte every 100 ms, for ever', dripBody],
  ['A5', 'headers of 1 byte every 100 ms, or 103 every 20 ms, for ever', dripHead],
] as const) {
  await prove(t, {
    id,
    fault,
    expected: 'all by timeoutMs + 50 ms, and the socket destroyed',
    guard: 'the time-out of a call',
    async run(isGuarded) {
      let open = 0;
      const seen = await observe({
        scale,
        respond,
        ...impatient,
        ...(!isGuarded && { without: guards.timeout }),
        inspect: async ({ faulty }) => {
          open = await faulty.leftOpen(100);
        },
      });
      return { ...seen, open };
    },
    violations: (seen) => [
      ...seen.violations,
      ...expectReason(seen, 'timeout'),
      ...slowerThan(seen, 300 + slackMs(scale)),
      ...(seen.open > 0 ? [`${seen.open} sockets after the last answer`] : []),
    ],
    figure: (seen) => summary(seen),
  });
}

/**
 * The most that was read from one connection, and the growth of memory from the first fault on: what a run without the fault
 * takes is none of it.
 */
async function measure<T>(
  use: (onFault: () => void) => Promise<T>,
): Promise<T & { read: number; grownBytes: number }> {
  // Once for the engine: what it takes to run at all is no growth.
  if (scale.isLong) await use(() => {});
  const sockets: Socket[] = [];
  const onConnected = (message: unknown): void =>
    void sockets.push((message as { socket: Socket }).socket);
  const connected = channel('undici:client:connected');
  connected.subscribe(onConnected);
  let startBytes: number | undefined;
  let most = 0;
  const sample = (): void => void (most = Math.max(most, process.memoryUsage.rss()));
  let sampling: NodeJS.Timeout | undefined;
  const result = await use(() => {
    startBytes ??= process.memoryUsage.rss();
    sampling ??= setInterval(sample, 10);
  });
  clearInterval(sampling);
  connected.unsubscribe(onConnected);
  const read = Math.max(...sockets.map(({ bytesRead }) => bytesRead));
  return { ...result, read, grownBytes: most - (startBytes ?? 0) };
}

const megabyte = 1_048_576;
const flood = Buffer.alloc(65_536, ' ');

function pump(socket: Socket): void {
  while (!socket.destroyed && socket.write(flood));
  if (!socket.destroyed) socket.once('drain', () => pump(socket));
}

const floodChunk = Buffer.concat([Buffer.from('10000\r\n'), flood, Buffer.from('\r\n')]);

function pumpChunks(socket: Socket): void {
  while (!socket.destroyed && socket.write(floodChunk));
  if (!socket.destroyed) socket.once('drain', () => pumpChunks(socket));
}

const endless: Respond = ({ socket, index }) => {
  if (index % 3 === 0) {
    socket.write(`${jsonHead}content-length: 1073741824\r\n\r\n`);
    pump(socket);
  } else if (index % 3 === 1) {
    socket.write(`${jsonHead}transfer-encoding: chunked\r\n\r\n`);
    pumpChunks(socket);
  } else {
    socket.write(`${jsonHead}connection: close\r\n\r\n`);
    pump(socket);
  }
};

const capBytes = 524_288;

await prove(t, {
  id: 'A6',
  fault: 'a body of 1 GB or without end: with a length, in chunks, with neither',
  expected:
    'too_large; at most the cap and 64 KiB read; RSS grows by at most 2 × cap × concurrency',
  guard: 'the cap (at its maximum of 16 MiB)',
  run: (isGuarded) =>
    measure((onFault) =>
      observe({
        scale,
        respond(asked) {
          onFault();
          endless(asked);
        },
        ...(!isGuarded && { load: { requests: 20 } }),
        upstream: {
          maxResponseBytes: isGuarded ? capBytes : 16 * megabyte,
          timeoutMs: isGuarded ? 4_000 : 500,
          limits: { concurrency: scale.concurrency, queue: 100 },
        },
      }),
    ),
  violations: (seen) => [
    ...seen.violations,
    ...expectReason(seen, 'too_large'),
    ...(seen.read <= capBytes + 65_536 ? [] : [`${seen.read} bytes read`]),
    ...(scale.isLong && seen.grownBytes > 2 * capBytes * scale.concurrency
      ? [`RSS grew by ${Math.round(seen.grownBytes / megabyte)} MiB`]
      : []),
  ],
  figure: (seen) =>
    `${summary(seen)}; ${seen.read} bytes read at most; RSS +${Math.round(seen.grownBytes / megabyte)} MiB`,
});

/** A thousand times as large as it looks. */
function bombs(bytes: number): readonly Buffer[] {
  const body = Buffer.from(`{"cards":[],"padding":"${'a'.repeat(bytes)}"}`);
  const gzip = gzipSync(body);
  return [
    httpAnswer(gzip, { headers: { 'content-encoding': 'gzip' } }),
    httpAnswer(deflateSync(body), { headers: { 'content-encoding': 'deflate' } }),
    httpAnswer(brotliCompressSync(body), { headers: { 'content-encoding': 'br' } }),
    httpAnswer(gzipSync(gzip), { headers: { 'content-encoding': 'gzip, gzip' } }),
    httpAnswer(body.subarray(0, 1_000), { headers: { 'content-encoding': 'zstd' } }),
    httpAnswer(body.subarray(0, 1_000), { headers: { 'content-encoding': 'gzip' } }),
  ];
}

await prove(t, {
  id: 'A7',
  fault: 'bombs of 32 MiB in gzip, deflate and br; stacked, unknown and false encodings',
  expected: 'too_large or encoding, half each; RSS grows by at most 5 MiB a call',
  guard: 'the cap after decompression (at its maximum of 16 MiB, with bombs of 4 MiB)',
  run(isGuarded) {
    const answers = bombs((isGuarded ? 32 : 4) * megabyte);
    return measure((onFault) =>
      observe({
        scale,
        respond({ socket, index }) {
          onFault();
          socket.write(answers[index % answers.length] ?? '');
        },
        ...(!isGuarded && { upstream: { maxResponseBytes: 16 * megabyte } }),
      }),
    );
  },
  violations(seen) {
    const half = (share: number) => Math.abs((share ?? 0) - seen.requests / 2) <= 3;
    const { too_large: tooLarge = 0, encoding = 0 } = seen.calls;
    return [
      ...seen.violations,
      ...(half(tooLarge) && half(encoding) && tooLarge + encoding === seen.injected
        ? []
        : [`calls: ${describe(seen.calls)}`]),
      ...(seen.kept === 0 ? [] : [`${seen.kept} cards kept`]),
      ...(scale.isLong && seen.grownBytes > 5 * megabyte * scale.concurrency
        ? [`RSS grew by ${Math.round(seen.grownBytes / megabyte)} MiB`]
        : []),
    ];
  },
  figure: (seen) => `${summary(seen)}; RSS +${Math.round(seen.grownBytes / megabyte)} MiB`,
});

function reset(socket: Socket, bytes: string): void {
  socket.write(bytes, () => setImmediate(() => socket.resetAndDestroy()));
}

/** Whole JSON each time, so that whoever takes what came believes it; the last is cut within. */
const truncations: readonly ((asked: Asked) => void)[] = [
  (asked) => reset(asked.socket, `${jsonHead}content-length: 9999\r\n\r\n${goodBody(asked)}`),
  (asked) => asked.socket.end(`${jsonHead}content-length: 9999\r\n\r\n${goodBody(asked)}`),
  (asked) =>
    asked.socket.end(`${jsonHead}transfer-encoding: chunked\r\n\r\nfff\r\n${goodBody(asked)}`),
  (asked) => {
    const body = goodBody(asked);
    const size = body.length.toString(16);
    asked.socket.end(`${jsonHead}transfer-encoding: chunked\r\n\r\n${size}\r\n${body}\r\n`);
  },
  (asked) => asked.socket.write(`${jsonHead}content-length: 20\r\n\r\n${goodBody(asked)}`),
];

await prove(t, {
  id: 'A8',
  fault: 'RST in a body; FIN in and after a chunk; a Content-Length that is too long or too short',
  expected: 'reset, or invalid_body where the length is too short; nothing cached',
  guard: 'the rule that a body which ended early is no answer',
  async run(isGuarded) {
    let short = 0;
    const seen = await observe({
      scale,
      respond(asked) {
        const variant = asked.index % truncations.length;
        if (variant === truncations.length - 1) short += 1;
        truncations[variant]?.(asked);
      },
      ...(!isGuarded && { without: guards.wholeBodies }),
    });
    return { ...seen, short };
  },
  violations(seen) {
    const { reset: resets = 0, invalid_body: invalid = 0 } = seen.calls;
    return [
      ...seen.violations,
      ...(invalid === seen.short && resets + seen.retries === seen.injected - seen.short
        ? []
        : [`calls: ${describe(seen.calls)}, ${seen.retries} retries`]),
      ...(seen.kept === 0 ? [] : [`${seen.kept} truncated bodies cached`]),
    ];
  },
  figure: (seen) => summary(seen),
});

/** Another customer's card, for whoever takes it for the answer to the next question. */
const smuggled = httpAnswer(
  JSON.stringify({
    cards: [{ key: 'faulty', components: [{ componentText: { text: 'c_SENSITIVE_0000' } }] }],
  }),
).toString('latin1');

const desynchronised: readonly string[] = [
  `${jsonHead}content-length: 12\r\ntransfer-encoding: chunked\r\n\r\n{"cards":[]}${smuggled}`,
  `${jsonHead}content-length: 12\r\ncontent-length: 13\r\n\r\n{"cards":[]}${smuggled}`,
  `${jsonHead}transfer-encoding: chunked\r\n\r\nzz\r\n{"cards":[]}\r\n0\r\n\r\n${smuggled}`,
  `HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: 12\n\n{"cards":[]}${smuggled}`,
  `${jsonHead}x-long: ${'x'.repeat(17_000)}\r\ncontent-length: 12\r\n\r\n{"cards":[]}${smuggled}`,
  `${jsonHead}${Array.from({ length: 1_000 }, (_, n) => `x-${n}: ${'y'.repeat(12)}\r\n`).join('')}content-length: 12\r\n\r\n{"cards":[]}${smuggled}`,
  `{"cards":[]}`,
  `HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n${smuggled}`,
];

await prove(t, {
  id: 'A9',
  fault:
    'two lengths, length and chunks, a bad chunk size, bare LF, 17 KB of header, 1,000 headers, HTTP/0.9, an upgrade; each with a smuggled answer after it, one call in four',
  expected: 'protocol; every other call gets its own customer’s card',
  guard: 'the strictness of the HTTP client',
  async run(isGuarded) {
    let bad = 0;
    const seen = await observe({
      scale,
      load: scale.isLong ? { requests: 10_000, perSecond: 800 } : { requests: 400 },
      respond(asked) {
        if (asked.index % 4 === 0) {
          asked.socket.write(desynchronised[bad++ % desynchronised.length] ?? '', 'latin1');
        } else answerWell(asked);
      },
      ...(!isGuarded && { without: guards.framing }),
    });
    return { ...seen, bad };
  },
  violations: (seen) => [
    ...seen.violations,
    ...(seen.cards['protocol'] === seen.bad && seen.cards['fresh'] === seen.requests - seen.bad
      ? []
      : [`cards: ${describe(seen.cards)}; ${seen.bad} injected`]),
  ],
  figure: (seen) => summary(seen),
});

const pem = readFileSync('test/fixtures/self-signed.pem');
const expired = readFileSync('test/fixtures/expired.pem');

interface TlsVariant {
  readonly name: string;
  readonly tls: TlsOptions;
  readonly host: string;
  readonly trusted: readonly Buffer[];
}

const good = { key: pem, cert: pem };
const tlsVariants: readonly TlsVariant[] = [
  { name: 'expired', tls: { key: expired, cert: expired }, host: 'localhost', trusted: [expired] },
  { name: 'wrong name', tls: good, host: '127.0.0.1', trusted: [pem] },
  { name: 'unknown CA', tls: good, host: 'localhost', trusted: [expired] },
  {
    name: 'TLS 1.1',
    tls: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    host: 'localhost',
    trusted: [pem],
  },
  {
    name: 'client certificate demanded',
    tls: { ...good, requestCert: true, ca: expired, maxVersion: 'TLSv1.2' },
    host: 'localhost',
    trusted: [pem],
  },
];

async function observeTls(variant: TlsVariant, isGuarded: boolean) {
  setDefaultCACertificates([...variant.trusted]);
  const server = await startFaultyServer(answerWell, variant.tls);
  const seen = await observe({
    scale,
    load: { requests: 40 },
    respond: answerWell,
    server,
    upstream: {
      url: `${server.origin.replace('127.0.0.1', variant.host)}/cards`,
      retry: false,
    },
    ...(!isGuarded && { without: guards.certificates }),
  });
  return { ...seen, name: variant.name, received: server.received };
}

/** A server that accepts and never says a word of TLS. */
async function observeMuteTls() {
  const mute = await startFaultyServer(neverAnswer);
  const url = `${mute.origin.replace('http:', 'https:')}/cards`;
  const upstream = { url, retry: false };
  const seen = await observe({
    scale,
    load: { requests: 40 },
    respond: neverAnswer,
    server: mute,
    upstream,
  });
  return { ...seen, name: 'hangs in the handshake', received: 0 };
}

await prove(t, {
  id: 'A10',
  fault:
    'TLS: expired, wrong name, unknown CA, TLS 1.1, a client certificate demanded, hang in the handshake',
  expected: 'tls, after at most 500 ms; 0 bytes of the request at the server',
  guard: 'the check of certificates',
  async run(isGuarded) {
    const runs = [];
    for (const variant of tlsVariants) runs.push(await observeTls(variant, isGuarded));
    if (isGuarded) runs.push(await observeMuteTls());
    setDefaultCACertificates([...rootCertificates]);
    return runs;
  },
  violations: (runs) =>
    runs.flatMap((seen) =>
      [
        ...(seen.received === 0 ? [] : [`${seen.received} bytes received`]),
        ...expectReason(seen, 'tls', seen.requests),
        ...slowerThan(seen, 500 + slackMs(scale)),
        ...seen.violations,
      ].map((violation) => `${seen.name}: ${violation}`),
    ),
  figure: (runs) =>
    `${runs.map(({ name, cards }) => `${name}: ${describe(cards)}`).join('; ')}; 0 bytes received`,
});

type Resolve = (hostname: string) => Promise<never> | undefined;

/** Look-ups of `hung.test` hold a thread of the pool, as getaddrinfo does, until they are released. */
function createHungNames(): { resolve: Resolve; release(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'hung-'));
  const fifo = join(directory, 'fifo');
  execFileSync('mkfifo', [fifo]);
  return {
    resolve(hostname) {
      if (hostname !== 'hung.test') return undefined;
      return readFile(fifo).then(() => {
        throw Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' });
      });
    },
    release() {
      // Whoever waits to read goes on, and reads its end; whoever comes later finds nothing.
      const released = join(directory, 'released');
      renameSync(fifo, released);
      closeSync(openSync(released, 'r+'));
      rmSync(directory, { recursive: true });
    },
  };
}

await prove(t, {
  id: 'A11',
  fault:
    'a name that does not exist; a name whose look-up hangs in the thread pool (a stand-in for the name server: getaddrinfo can’t be told another)',
  expected: 'dns, or connect time-out after 500 ms; other services’ look-ups go on',
  guard: 'the single look-up',
  async run(isGuarded) {
    const names = createHungNames();
    Object.assign(globalThis, { faultyResolve: names.resolve });
    const hung = await observe({
      scale,
      load: { requests: 20 },
      respond: neverAnswer,
      healthyHost: 'localhost',
      gateway: { deadlineMs: 3_000 },
      upstream: { url: 'http://hung.test/cards', retry: false },
      without: [guards.nameServer, ...(isGuarded ? [] : guards.singleLookup)],
      inspect: () => names.release(),
    });
    // Last: a name server that does not answer holds a thread beyond this run.
    const unknown = await observe({
      scale,
      hasBaseline: false,
      load: { requests: 40 },
      respond: neverAnswer,
      upstream: { url: 'http://nothing.invalid/cards', retry: false },
    });
    return { unknown, hung };
  },
  violations: ({ unknown, hung }) => [
    ...hung.violations,
    ...expectReason(hung, 'dns', hung.requests),
    ...slowerThan(hung, 500 + slackMs(scale)),
    ...unknown.violations,
    ...expectReason(unknown, 'dns', unknown.requests),
  ],
  figure: ({ unknown, hung }) => `no such name: ${summary(unknown)}; hung: ${summary(hung)}`,
});

await prove(t, {
  id: 'A12',
  fault: 'the service closes a kept connection just as the next request is written, one time in 20',
  expected: 'not one is seen',
  guard: 'the retry',
  async run(isGuarded) {
    let raced = 0;
    const seen = await observe({
      scale,
      // Without a baseline: 100,000 requests are enough to wait for.
      hasBaseline: false,
      load: {
        requests: scale.isLong && isGuarded ? 100_000 : 600,
        perSecond: scale.isLong ? 800 : 500,
      },
      respond(asked) {
        if (asked.nth > 0 && asked.index % 20 === 0) {
          raced += 1;
          asked.socket.resetAndDestroy();
        } else answerWell(asked);
      },
      upstream: { retry: isGuarded },
    });
    return { ...seen, raced };
  },
  violations: (seen) => [
    ...seen.violations,
    ...(seen.cards['fresh'] === seen.requests ? [] : [`cards: ${describe(seen.cards)}`]),
    ...(seen.raced > 0 && seen.retried['reset'] === seen.raced && seen.retries === seen.raced
      ? []
      : [`retries: ${describe(seen.retried)}, for ${seen.raced} closed connections`]),
  ],
  figure: (seen) => `${summary(seen)}; ${seen.raced} connections closed, ${seen.retries} retries`,
});

const redirections = [
  '301 Moved Permanently',
  '302 Found',
  '307 Temporary Redirect',
  '308 Permanent Redirect',
];

await prove(t, {
  id: 'A13',
  fault: '301, 302, 307 and 308 to another origin and to the metadata address',
  expected: 'status; 0 requests at the target',
  guard: 'the rule that redirects are not followed',
  async run(isGuarded) {
    const target = await startFaultyServer(answerWell);
    const seen = await observe({
      scale,
      respond({ socket, index }) {
        // The control follows, and must not bother a real metadata service.
        const location =
          isGuarded && index % 5 === 4
            ? 'http://169.254.169.254/latest/meta-data/'
            : `${target.origin}/cards`;
        const status = redirections[index % redirections.length] ?? '';
        socket.write(httpAnswer('', { status, headers: { location } }));
      },
      upstream: { headers: { authorization: 'Bearer upstream-token' } },
      ...(!isGuarded && { without: guards.redirects }),
    });
    const followed = target.requests;
    target.close();
    return { ...seen, followed };
  },
  violations: (seen) => [
    ...(seen.followed === 0 ? [] : [`${seen.followed} requests at the target`]),
    ...seen.violations,
    ...expectReason(seen, 'status'),
  ],
  figure: (seen) => `${summary(seen)}; ${seen.followed} requests at the target`,
});

await prove(t, {
  id: 'A14',
  fault: 'low traffic: one request every 10 s, the service hangs',
  expected: 'from the fourth request on at most 50 ms are added',
  guard: 'the rule of consecutive failures (at its maximum)',
  async run(isGuarded) {
    const bench = await startBench({
      respond: neverAnswer,
      ...impatient,
      upstream: { ...impatient.upstream, breaker: isGuarded ? {} : noBreaker },
    });
    const ms: number[] = [];
    for (let index = 0; index < 7; index += 1) {
      ms.push((await ask(bench, allKeys, index)).ms);
      bench.clock.skip(10_000);
    }
    const left = await bench.close();
    return { ms, left };
  },
  violations: ({ ms, left }) => [
    ...left,
    ...ms
      .slice(3)
      .filter((taken) => taken > 50 + (scale.isLong ? 20 : 150))
      .map((taken) => `${Math.round(taken)} ms after the third request`),
  ],
  figure: ({ ms }) => `${ms.map(Math.round).join(', ')} ms`,
});

await proveRecovery();

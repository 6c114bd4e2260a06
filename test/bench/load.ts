import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { createHistogram } from 'node:perf_hooks';
import { idOf, keysOf, questionOf, requestBytes } from './workload.ts';
import type { Workload } from './workload.ts';

/**
 * Asks as Plain does, as fast as it is answered or at a fixed rate, in a process of its own. Prints what came of it as a
 * line of JSON.
 */
export interface LoadOptions {
  readonly port: number;
  readonly workload: Workload;
  readonly connections: number;
  readonly seconds: number;
  /** Before it is measured, at least: so many seconds, and so many requests. */
  readonly warmUpSeconds: number;
  readonly warmUpRequests?: number;
  /** Requests a second. Their time counts from when they were due, however late they could be sent. Default: no pause. */
  readonly rate?: number;
  readonly customers: Customers;
}

/** `newShare` of the requests is about customers that were never asked about, numbered from `newFrom`. */
export interface Customers {
  readonly known: number;
  readonly newShare: number;
  readonly newFrom: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly requests: number;
  /** Answers that were no 200, or about somebody else, or without a key. */
  readonly wrong: number;
  /** Milliseconds. */
  readonly latency: Quantiles;
  /** Milliseconds beyond what the slowest service held its answer back; where services say how long. */
  readonly added: Quantiles | null;
  readonly nextNew: number;
}

export interface Quantiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

interface Line {
  readonly socket: Socket;
  customer: number;
  startedAt: number;
  received: Buffer[];
  missing: number;
}

const options = JSON.parse(process.argv[2] ?? '{}') as LoadOptions;
const { port, workload, customers, rate } = options;
const keys = keysOf(workload);
const host = `127.0.0.1:${port}`;
const known = new Map<number, Buffer>();
const nanoseconds = 1e6;
const latency = createHistogram();
const added = createHistogram();
const counts = { requests: 0, wrong: 0, addedOf: 0 };
let nextKnown = 0;
let nextNew = customers.newFrom;
let newDue = 0;
let answered = 0;
let isMeasured = false;
let isOver = false;

/** New ones come evenly among the known. */
function nextCustomer(): number {
  newDue += customers.newShare;
  if (newDue >= 1) {
    newDue -= 1;
    return nextNew++;
  }
  nextKnown = (nextKnown + 1) % customers.known;
  return nextKnown;
}

function bytesFor(customer: number): Buffer {
  const made = known.get(customer);
  if (made !== undefined) return made;
  const bytes = requestBytes(host, questionOf(customer, keys));
  if (known.size < 20_000 && customer < customers.newFrom) known.set(customer, bytes);
  return bytes;
}

function ask(line: Line, startedAt: number): void {
  line.customer = nextCustomer();
  line.startedAt = startedAt;
  line.missing = -1;
  line.socket.write(bytesFor(line.customer));
}

function take(line: Line, chunk: Buffer): void {
  if (line.missing < 0) {
    const whole = line.received.length === 0 ? chunk : Buffer.concat([...line.received, chunk]);
    const headEnd = whole.indexOf('\r\n\r\n');
    if (headEnd < 0) return void (line.received = [whole]);
    const length = /content-length: *(\d+)/i.exec(whole.toString('latin1', 0, headEnd))?.[1];
    if (length === undefined) throw new Error('an answer without a Content-Length');
    line.received = [whole];
    line.missing = headEnd + 4 + Number(length) - whole.length;
  } else {
    line.received.push(chunk);
    line.missing -= chunk.length;
  }
  if (line.missing === 0) end(line);
}

function end(line: Line): void {
  const now = performance.now();
  const { received } = line;
  line.received = [];
  answered += 1;
  if (isMeasured && !isOver) {
    counts.requests += 1;
    latency.record(Math.max(1, Math.round((now - line.startedAt) * nanoseconds)));
    const isChecked = rate !== undefined || counts.requests % 64 === 0;
    if (isChecked) check(Buffer.concat(received).toString('utf8'), line, now);
  }
  onFree(line, now);
}

function check(answer: string, { customer, startedAt }: Line, now: number): void {
  const isRight =
    answer.startsWith('HTTP/1.1 200') &&
    keys.every((key) => answer.includes(`"key":"${key}"`)) &&
    answer.includes(`${idOf(customer)}"`);
  if (!isRight) {
    counts.wrong += 1;
    if (counts.wrong === 1) process.stderr.write(`${answer.slice(0, 400)}\n`);
  }
  const held = [...answer.matchAll(/held ([\d.]+) ms/g)].map(([, ms]) => Number(ms));
  if (held.length === 0) return;
  counts.addedOf += 1;
  added.record(Math.max(1, Math.round((now - startedAt - Math.max(...held)) * nanoseconds)));
}

const free: Line[] = [];
const due: number[] = [];

function onFree(line: Line, now: number): void {
  if (isOver) return;
  if (rate === undefined) return ask(line, now);
  const dueAt = due.shift();
  if (dueAt === undefined) free.push(line);
  else ask(line, dueAt);
}

/** Never behind by more than a turn of the loop, and what is late counts from when it was due. */
function pace(beganAt: number, perSecond: number, sent: number): void {
  if (isOver) return;
  let next = sent;
  const now = performance.now();
  for (; beganAt + (next * 1000) / perSecond <= now; next += 1) {
    const dueAt = beganAt + (next * 1000) / perSecond;
    const line = free.pop();
    if (line === undefined) due.push(dueAt);
    else ask(line, dueAt);
  }
  const waitMs = beganAt + (next * 1000) / perSecond - performance.now();
  // Nothing is due for long: waiting busily would take the core from the services.
  if (waitMs > 5) setTimeout(pace, waitMs - 3, beganAt, perSecond, next);
  else setImmediate(pace, beganAt, perSecond, next);
}

async function open(): Promise<Line> {
  const { promise, resolve } = Promise.withResolvers<Line>();
  const socket = connect(port, '127.0.0.1');
  const line: Line = { socket, customer: 0, startedAt: 0, received: [], missing: -1 };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => take(line, chunk));
  socket.on('error', (error) => {
    if (!isOver) throw error;
  });
  socket.on('close', () => {
    const unused = free.indexOf(line);
    if (unused >= 0) free.splice(unused, 1);
    else if (!isOver) throw new Error('the server closed a connection');
  });
  socket.once('connect', () => resolve(line));
  return promise;
}

function quantiles(histogram: typeof latency): Quantiles {
  const ms = (percentile: number): number => histogram.percentile(percentile) / nanoseconds;
  return { p50: ms(50), p99: ms(99), p999: ms(99.9), max: histogram.max / nanoseconds };
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const lines = await Promise.all(Array.from({ length: options.connections }, open));
const beganAt = performance.now();
for (const line of lines) onFree(line, beganAt);
if (rate !== undefined) pace(beganAt, rate, 0);
await pause(options.warmUpSeconds);
while (answered < (options.warmUpRequests ?? 0)) await pause(0.1);
process.stderr.write('measuring\n');
isMeasured = true;
const measuredFrom = performance.now();
await pause(options.seconds);
isOver = true;
const seconds = (performance.now() - measuredFrom) / 1000;
lines.forEach(({ socket }) => socket.destroy());
const result: LoadResult = {
  perSecond: counts.requests / seconds,
  requests: counts.requests,
  wrong: counts.wrong,
  latency: quantiles(latency),
  added: counts.addedOf === 0 ? null : quantiles(added),
  nextNew,
};
process.stdout.write(`${JSON.stringify(result)}\n`);

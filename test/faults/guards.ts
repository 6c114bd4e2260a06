import type { Mutation } from './mutant.ts';

/** The time-out of a call, with the coarse one of the HTTP client behind it. */
export const timeout: readonly Mutation[] = [
  { file: 'src/fan-out/upstream.ts', cut: '    withTimeout(timeoutMs, clock),\n', instead: '' },
  {
    file: 'src/fan-out/http-client.ts',
    cut: 'headersTimeout: options.timeoutMs',
    instead: 'headersTimeout: 0',
  },
];

export const connectTimeout: readonly Mutation[] = [
  {
    file: 'src/fan-out/endpoint.ts',
    cut: 'const connectTimeoutMs = 500;',
    instead: 'const connectTimeoutMs = 60_000;',
  },
];

export const connectPhases: readonly Mutation[] = [
  {
    file: 'src/fan-out/connector.ts',
    cut: 'return callback(new NotConnected(phase, error), null);',
    instead: 'return callback(error, null);',
  },
];

/** That a body which ended early is no answer. */
export const wholeBodies: readonly Mutation[] = [
  {
    file: 'src/fan-out/http-client.ts',
    cut: "      signal.removeEventListener('abort', onAbort);\n      reject(error);\n",
    instead: '      if (head === undefined) reject(error);\n      else end();\n',
  },
];

export const certificates: readonly Mutation[] = [
  {
    file: 'src/fan-out/http-client.ts',
    cut: 'rejectUnauthorized: true',
    instead: 'rejectUnauthorized: false',
  },
];

/** That redirects are not followed. */
export const redirects: readonly Mutation[] = [
  {
    file: 'src/fan-out/http-client.ts',
    cut: "import type { Dispatcher } from 'undici';",
    instead:
      "import { Agent, interceptors } from 'undici';\nimport type { Dispatcher } from 'undici';",
  },
  {
    file: 'src/fan-out/http-client.ts',
    cut: 'exchange(request.isAlone ? alone : kept, toSend(request), signal, {',
    instead:
      'exchange(new Agent().compose(interceptors.redirect({ maxRedirections: 1 })), { origin: options.origin, ...toSend(request) }, signal, {',
  },
];

/** The HTTP client's strictness. */
export const framing: readonly Mutation[] = [
  {
    file: 'src/fan-out/transport.ts',
    cut: 'export function createTransport(',
    instead: `export { createTransport } from '${new URL('permissive-transport.ts', import.meta.url).href}';\nfunction createStrictTransport(`,
  },
];

/** That an answer has to say it is JSON. */
export const contentType: readonly Mutation[] = [
  {
    file: 'src/fan-out/response-head.ts',
    cut: "  if (!isJson(headers.get('content-type') ?? '')) return { reason: 'content_type', status };\n",
    instead: '',
  },
];

/** That only a 200 is an answer. */
export const onlyOk: readonly Mutation[] = [
  {
    file: 'src/fan-out/response-head.ts',
    cut: '  if (status === 200) return null;\n',
    instead: '  if (status < 400) return null;\n',
  },
];

export const componentCount: readonly Mutation[] = [
  {
    file: 'src/validate/check-components.ts',
    cut: 'export const maxComponents = 1000;',
    instead: 'export const maxComponents = 1e9;',
  },
  {
    file: 'src/validate/check-components.ts',
    cut: "  if (!Array.isArray(value)) return broken('', 'expected a list of components');\n",
    instead: '  if (!Array.isArray(value)) return sound([]);\n',
  },
];

export const hold: readonly Mutation[] = [
  { file: 'src/fan-out/upstream.ts', cut: '    standing.hold,\n', instead: '' },
];

export const retryBudget: readonly Mutation[] = [
  { file: 'src/fan-out/retry.ts', cut: ' || !budget.take()', instead: '' },
];

/** That a refusal of our credentials is told apart. */
export const auth: readonly Mutation[] = [
  {
    file: 'src/fan-out/response-head.ts',
    cut: "  if (status === 401 || status === 403) return { reason: 'auth', status };\n",
    instead: '',
  },
];

/** That "no such customer" is an answer. */
export const noSuchCustomer: readonly Mutation[] = [
  {
    file: 'src/fan-out/adapters/json-request.ts',
    cut: "reason === 'status' && (status === 404 || status === 410)",
    instead: 'false',
  },
];

/** That an answer has to say that it is about the customer. */
export const expectations: readonly Mutation[] = [
  {
    file: 'src/fan-out/adapters/json-card.ts',
    cut: '  const checked = await checkExpectations(card, material);\n',
    instead: '  const checked = { failure: null, isEchoed: true } as Checked;\n',
  },
];

export const growingOpenTime: readonly Mutation[] = [
  { file: 'src/fan-out/breaker-open-time.ts', cut: ' * 2 ** openings', instead: '' },
];

export const singleTrial: readonly Mutation[] = [
  {
    file: 'src/fan-out/breaker.ts',
    cut: 'if (!circuit.closed && !circuit.pendingClose) {',
    instead: "if (period.state === 'open') {",
  },
];

/** That a call counts only in the period that it began in. */
export const periods: readonly Mutation[] = [
  {
    file: 'src/fan-out/breaker.ts',
    cut: 'if (released || began !== period) return;',
    instead: 'if (released) return; began = period;',
  },
];

export const coalescing: readonly Mutation[] = [
  {
    file: 'src/cache/slots.ts',
    cut: "    if (flight) return { kind: 'join', flight };\n    if (cooling)",
    instead: '    if (cooling)',
  },
];

/** The end of a stale window. */
export const hardTtl: readonly Mutation[] = [
  {
    file: 'src/cache/ttl.ts',
    cut: 'return now + waitMs + minTtlSeconds * 1000 <= expiresAt(lifetime) + windowSeconds * 1000;',
    instead: 'return true;',
  },
];

export const noticeTtl: readonly Mutation[] = [
  {
    file: 'src/merge/notice.ts',
    cut: 'export const noticeTtlSeconds = 15;',
    instead: 'export const noticeTtlSeconds = 300;',
  },
];

/** That a call which can't be answered in time is not begun. */
export const leastTime: readonly Mutation[] = [
  {
    file: 'src/fan-out/bulkhead.ts',
    cut: 'if (clock.now() + minAttemptMs > request.deadlineAt) return failed(tooLate);',
    instead: '',
  },
];

export const distinctKeys: readonly Mutation[] = [
  {
    file: 'src/parse/card-request.ts',
    cut: 'cardKeys: [...new Set(cardKeys)]',
    instead: 'cardKeys',
  },
];

/** The strictness of the JSON parser: YAML is what most of the malformed JSON is, too. */
export const strictJson: readonly Mutation[] = [
  {
    file: 'src/fan-out/decode-body.ts',
    cut: "import { CodedError } from './network-errors.ts';",
    instead: "import { parse } from 'yaml';\nimport { CodedError } from './network-errors.ts';",
  },
  {
    file: 'src/fan-out/decode-body.ts',
    cut: 'JSON.parse(utf8.decode(bytes))',
    instead: 'parse(Buffer.from(bytes).toString())',
  },
];

/** That an unknown key is shortened to what a key may be before it is logged. */
export const loggedKeys: readonly Mutation[] = [
  {
    file: 'src/observe/log.ts',
    cut: "key.replaceAll(/[^\\w-]/g, '?').slice(0, 100)",
    instead: 'key',
  },
];

/** One look-up at a time, kept for a while. */
export const singleLookup: readonly Mutation[] = [
  {
    file: 'src/fan-out/lookup.ts',
    cut: 'return current !== null && clock.now() < current.freshUntil ? current : null;',
    instead: 'return null;',
  },
];

/** No guard, but a name server: `globalThis.faultyResolve` answers for some names. */
export const nameServer: Mutation = {
  file: 'src/fan-out/lookup.ts',
  cut: '(hostname) => lookup(hostname, { all: true }),',
  instead: '(hostname) => globalThis.faultyResolve(hostname) ?? lookup(hostname, { all: true }),',
};

/** That a cached card belongs to one customer. */
export const customerInSlot: readonly Mutation[] = [
  {
    file: 'src/plan/slot.ts',
    cut: '    customer.id,\n    customer.email,\n    customer.externalId,\n',
    instead: '',
  },
];

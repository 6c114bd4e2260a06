import type { Mutation } from './mutant.ts';

/** The time-out of a call, with the coarse one of the HTTP client behind it. */
export const timeout: readonly Mutation[] = [
  { file: 'src/fan-out/upstream.ts', cut: '    withTimeout(timeoutMs, clock),\n', instead: '' },
  {
    file: 'src/fan-out/transport.ts',
    cut: 'headersTimeout: options.timeoutMs',
    instead: 'headersTimeout: 0',
  },
];

export const connectTimeout: readonly Mutation[] = [
  {
    file: 'src/fan-out/adapter.ts',
    cut: 'const connectTimeoutMs = 500;',
    instead: 'const connectTimeoutMs = 60_000;',
  },
];

export const connectPhases: readonly Mutation[] = [
  {
    file: 'src/fan-out/connector.ts',
    cut: 'else callback(new NotConnected(phase, error), null);',
    instead: 'else callback(error, null);',
  },
];

/** That a body which ended early is no answer. */
export const wholeBodies: readonly Mutation[] = [
  {
    file: 'src/fan-out/read-body.ts',
    cut: '=> collect(source, chunks, maxBytes),\n  ]);',
    instead: '=> collect(source, chunks, maxBytes),\n  ]).catch(() => {});',
  },
];

export const certificates: readonly Mutation[] = [
  {
    file: 'src/fan-out/transport.ts',
    cut: 'rejectUnauthorized: true',
    instead: 'rejectUnauthorized: false',
  },
];

/** That redirects are not followed. */
export const redirects: readonly Mutation[] = [
  {
    file: 'src/fan-out/transport.ts',
    cut: "import { Pool, buildConnector } from 'undici';",
    instead: "import { Agent, Pool, buildConnector, interceptors } from 'undici';",
  },
  {
    file: 'src/fan-out/transport.ts',
    cut: 'return pool.request({',
    instead:
      'return new Agent().compose(interceptors.redirect({ maxRedirections: 1 })).request({ origin,',
  },
  {
    file: 'src/fan-out/transport.ts',
    cut: 'await send(pool, request, signal)',
    instead: 'await send(pool, request, signal, options.origin)',
  },
  {
    file: 'src/fan-out/transport.ts',
    cut: '  signal: AbortSignal,\n): Promise<Dispatcher.ResponseData> {',
    instead: '  signal: AbortSignal,\n  origin: string,\n): Promise<Dispatcher.ResponseData> {',
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

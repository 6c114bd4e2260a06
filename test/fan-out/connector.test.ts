import { Socket } from 'node:net';
import t from 'tap';
import { withPhases } from '../../src/fan-out/connector.ts';
import type { ConnectCallback, ConnectStep } from '../../src/fan-out/connector.ts';
import { NotConnected } from '../../src/fan-out/network-errors.ts';
import { createManualClock } from '../fixtures/clock.ts';

/** A connection whose steps the test takes, and what became of it. */
function begin(hostname: string, protocol: string) {
  const clock = createManualClock();
  const socket = new Socket();
  const results: unknown[] = [];
  const steps: ConnectStep[] = [];
  let settle: ConnectCallback = () => {};
  const connect = withPhases(
    (_target, callback) => {
      settle = callback;
      socket.on('error', (error) => callback(error, null));
      return socket;
    },
    500,
    clock,
    (taken, pass) => {
      steps.push(...taken);
      pass();
    },
  );
  connect({ hostname, protocol }, (...result) => results.push(result));
  return { clock, socket, results, steps, succeed: () => settle(null, socket) };
}

function phaseOf(results: readonly unknown[]): unknown {
  const [[error] = []] = results as unknown[][];
  return error instanceof NotConnected ? error.phase : null;
}

void t.test('hands on the socket, and leaves no timer', (t) => {
  const { clock, socket, results, succeed } = begin('service.test', 'http:');
  succeed();
  t.same(results, [[null, socket]]);
  t.equal(clock.pending(), 0);
  t.end();
});

void t.test('hands on how long each step to it took', (t) => {
  const { clock, socket, steps, succeed } = begin('service.test', 'https:');
  clock.advance(1);
  socket.emit('lookup', null);
  clock.advance(2);
  socket.emit('connect');
  clock.advance(3);
  succeed();
  t.same(steps, [
    { phase: 'dns', startedAt: 0, endedAt: 1 },
    { phase: 'connect', startedAt: 1, endedAt: 3 },
    { phase: 'tls', startedAt: 3, endedAt: 6 },
  ]);
  t.end();
});

void t.test('destroys the socket at the timeout, in whatever phase it is', async (t) => {
  const steps: [
    phase: string,
    hostname: string,
    protocol: string,
    events: [string, ...unknown[]][],
  ][] = [
    ['dns', 'service.test', 'https:', []],
    ['dns', 'service.test', 'https:', [['lookup', new Error('x')]]],
    ['connect', 'service.test', 'https:', [['lookup', null]]],
    ['connect', '192.0.2.1', 'https:', []],
    ['connect', '2001:db8::1', 'http:', []],
    ['tls', 'service.test', 'https:', [['lookup', null], ['connect']]],
    ['connect', 'service.test', 'http:', [['lookup', null], ['connect']]],
  ];
  for (const [phase, hostname, protocol, events] of steps) {
    const { clock, socket, results } = begin(hostname, protocol);
    for (const [event, ...values] of events) socket.emit(event, ...values);
    clock.advance(499);
    t.equal(socket.destroyed, false);
    clock.advance(1);
    await new Promise((resolve) => socket.on('close', resolve));
    t.equal(phaseOf(results), phase);
    t.equal(results.length, 1);
  }
});

void t.test('takes the connection that came about while this process stood still', async (t) => {
  const { clock, socket, results, succeed } = begin('192.0.2.1', 'http:');
  clock.block(600);
  succeed();
  await new Promise((resolve) => setImmediate(resolve));
  t.same(results, [[null, socket]]);
  t.equal(socket.destroyed, false);
});

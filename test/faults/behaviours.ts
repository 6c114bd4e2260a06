import { httpAnswer } from '../fixtures/raw-server.ts';
import { answerMuch, answerWell, goodBody, neverAnswer } from './faulty-server.ts';
import type { Respond } from './faulty-server.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

function drip(...[{ socket }]: Parameters<Respond>): void {
  socket.write(`${head}content-length: 100000\r\n\r\n`);
  const timer = setInterval(() => socket.write('{'), 50);
  socket.on('close', () => clearInterval(timer));
}

function late(ms: number): Respond {
  return (asked) => {
    const timer = setTimeout(() => answerWell(asked), ms);
    asked.socket.on('close', () => clearTimeout(timer));
  };
}

function status(line: string, headers: Record<string, string> = {}): Respond {
  return ({ socket }) => socket.write(httpAnswer('{}', { status: line, headers }));
}

/** What a service can become from one moment to the next, by name. */
export const behaviours: ReadonlyMap<string, Respond> = new Map<string, Respond>([
  ['well', answerWell],
  ['late', late(150)],
  ['too late', late(900)],
  ['hung', neverAnswer],
  ['dripping', drip],
  ['resetting', ({ socket }) => socket.resetAndDestroy()],
  ['half an answer', ({ socket }) => socket.end(`${head}content-length: 90\r\n\r\n{"cards":[`)],
  ['500', status('500 Internal Server Error')],
  ['401', status('401 Unauthorized')],
  ['429', status('429 Too Many Requests', { 'retry-after': '1' })],
  ['no JSON', ({ socket }) => socket.write(httpAnswer('<h1>Log in</h1>'))],
  ['no card', ({ socket }) => socket.write(httpAnswer('{"cards":[]}'))],
  ['large', answerMuch],
  [
    'smuggling',
    (asked) =>
      asked.socket.write(
        httpAnswer(goodBody(asked)).toString('latin1') +
          httpAnswer(goodBody({ ...asked, customerId: 'c_SENSITIVE_99999' })).toString('latin1'),
      ),
  ],
]);

import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, memo, readBody } from './peer.ts';
import type { Question } from './peer.ts';
import { cardOf } from '../workload.ts';

/**
 * The least that Node can do when every card is in memory: JSON in, strings put together, out. Nothing is checked, counted
 * or logged. With the argument `ascii` what is above ASCII is escaped beforehand, and each answer is written in one-byte strings.
 */
const [, , text = 'latin', how = 'plain'] = process.argv;
const isAscii = how === 'ascii';

const cards = memo((customer, key) => {
  const card = cardOf(customer, key, text === 'japanese' ? 'japanese' : 'latin');
  return isAscii ? card.replaceAll(/[\u0080-\uffff]/g, escapeUnit) : card;
});

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  readBody(request, (body) => {
    const { cardKeys, customer } = JSON.parse(body.toString('utf8')) as Question;
    let answer = '{"cards":[';
    let separator = '';
    for (const key of cardKeys) {
      answer += separator + cards(customer.id, key);
      separator = ',';
    }
    answer += ']}';
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': isAscii ? answer.length : Buffer.byteLength(answer),
    });
    response.end(answer, isAscii ? 'latin1' : 'utf8');
  });
}

listen(createServer(answer));

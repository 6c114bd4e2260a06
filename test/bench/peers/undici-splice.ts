import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Pool } from 'undici';
import { dealOut, listen, readBody, servicePorts } from './peer.ts';
import type { Question } from './peer.ts';

/**
 * The least that Node can do when every card has to be fetched: undici's pools, and answers cut open and put together
 * without being read. Nothing is checked, bounded, counted or logged.
 */
const pools = servicePorts().map(
  (port) => new Pool(`http://127.0.0.1:${port}`, { connections: 32 }),
);
const before = '{"cards":['.length;

async function ask(pool: Pool, question: Question, cardKeys: readonly string[]): Promise<string> {
  const { body } = await pool.request({
    method: 'POST',
    path: '/cards',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, cardKeys }),
  });
  const text = await body.text();
  return text.slice(before, -2);
}

async function answer(body: Buffer, response: ServerResponse): Promise<void> {
  const question = JSON.parse(body.toString('utf8')) as Question;
  const groups = dealOut(question.cardKeys, pools.length);
  const cards = await Promise.all(
    pools.map((pool, index) => ask(pool, question, groups[index] ?? [])),
  );
  const text = `{"cards":[${cards.join(',')}]}`;
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

listen(
  createServer((request: IncomingMessage, response: ServerResponse) =>
    readBody(request, (body) => void answer(body, response)),
  ),
);

import Fastify from 'fastify';
import { dealOut, listen, servicePorts } from './peer.ts';
import type { Question } from './peer.ts';

/** What one would write first for a fan-out: Fastify and fetch. Nothing is checked, bounded, counted or logged. */
const ports = servicePorts();
const app = Fastify();

interface Cards {
  readonly cards: readonly object[];
}

async function ask(port: number, question: Question, cardKeys: readonly string[]): Promise<Cards> {
  const response = await fetch(`http://127.0.0.1:${port}/cards`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...question, cardKeys }),
  });
  return (await response.json()) as Cards;
}

app.post<{ Body: Question }>('/cards', async ({ body }) => {
  const groups = dealOut(body.cardKeys, ports.length);
  const answers = await Promise.all(
    ports.map((port, index) => ask(port, body, groups[index] ?? [])),
  );
  return { cards: answers.flatMap(({ cards }) => cards) };
});

await app.ready();
listen(app.server);

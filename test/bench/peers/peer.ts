import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

/** What peers read of a request. */
export interface Question {
  readonly cardKeys: readonly string[];
  readonly customer: { readonly id: string };
}

/** Prints the port as a line of JSON, as everything here does once it listens. */
export function listen(server: Server): void {
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    process.stdout.write(`${JSON.stringify({ port })}\n`);
  });
}

export function readBody(request: IncomingMessage, then: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () =>
    then(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
  );
}

/** A cache without any rules: each card is made once. */
export function memo<Value>(
  make: (customer: string, key: string) => Value,
): (customer: string, key: string) => Value {
  const made = new Map<string, Value>();
  return (customer, key) => {
    const slot = `${customer} ${key}`;
    const known = made.get(slot);
    if (known !== undefined) return known;
    const value = make(customer, key);
    made.set(slot, value);
    return value;
  };
}

/** The ports of the services that a peer asks. */
export const servicePorts = (): number[] => JSON.parse(process.argv[2] ?? '[]') as number[];

/** The keys of each service, as `workload.ts` deals them out. */
export function dealOut(keys: readonly string[], services: number): string[][] {
  const dealt: string[][] = Array.from({ length: services }, () => []);
  for (const key of keys) dealt[(Number(key.slice('card-'.length)) - 1) % services]?.push(key);
  return dealt;
}

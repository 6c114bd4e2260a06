import { setTimeout as delay } from 'node:timers/promises';

/** What Plain sends as `authorization`. */
export const token = 'Bearer a';

/** Requests that go on until they are stopped. */
export interface Traffic {
  stop(): Promise<void>;
}

/** A customer of many every 20 ms. */
export function startTraffic(url: string, cardKeys: readonly string[]): Traffic {
  const isOver = { value: false };
  const done = repeat(20, isOver, (nth) => ask(url, cardKeys, `usual-${nth % 5_000}`));
  return {
    stop() {
      isOver.value = true;
      return done;
    },
  };
}

/** Does one step after the other, with a pause after each. */
export async function repeat(
  everyMs: number,
  isOver: { readonly value: boolean },
  step: (nth: number) => Promise<void>,
): Promise<void> {
  for (let nth = 0; !isOver.value; nth += 1) {
    await step(nth);
    await delay(everyMs);
  }
}

/** Asks for cards as Plain would. */
export async function ask(
  url: string,
  cardKeys: readonly string[],
  id: string,
  authorization = token,
): Promise<void> {
  const response = await fetch(`${url}/cards`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ cardKeys, customer: { id, email: null, externalId: id } }),
  });
  await response.arrayBuffer();
}

/** Waits until it is so, or the time is over. */
export async function until(isSo: () => boolean, withinMs: number): Promise<void> {
  for (const end = Date.now() + withinMs; !isSo() && Date.now() < end;) await delay(100);
}

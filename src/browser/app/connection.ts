import { signal } from '@preact/signals';

/** Whether the gateway can't be reached just now. */
export const isGatewayGone = signal(false);

/** How often the gateway came back: who shows something of it reads that anew then. */
export const comebacks = signal(0);

const waitsMs = [1_000, 2_000, 3_000, 5_000] as const;

let timer: ReturnType<typeof setTimeout> | undefined;

/** What could not be sent, or was answered by something else: from now on the gateway is asked until it answers. */
export function markGone(): void {
  if (isGatewayGone.peek()) return;
  isGatewayGone.value = true;
  tryLater(0);
}

export function markBack(): void {
  if (!isGatewayGone.peek()) return;
  clearTimeout(timer);
  isGatewayGone.value = false;
  comebacks.value += 1;
}

function tryLater(attempt: number): void {
  const waitMs = waitsMs[attempt] ?? 5_000;
  timer = setTimeout(() => void tryNow(attempt), waitMs);
}

async function tryNow(attempt: number): Promise<void> {
  const answer = await fetch('livez', { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  if (answer?.ok) markBack();
  else tryLater(attempt + 1);
}

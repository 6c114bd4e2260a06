import { setTimeout as pause } from 'node:timers/promises';

/** Looks every 20 ms, for at most `withinMs`; whether it came true. */
export async function until(
  isTrue: () => Promise<boolean> | boolean,
  withinMs = 5_000,
): Promise<boolean> {
  const endsAt = performance.now() + withinMs;
  while (performance.now() < endsAt) {
    if (await isTrue()) return true;
    await pause(20);
  }
  return false;
}

import { useSignal, useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Answer } from './ask.ts';
import { isGatewayGone } from './connection.ts';
import { isVisible } from './visibility.ts';

export interface Polled<T> {
  /** The last good answer; null before the first. */
  readonly latest: ReadonlySignal<T | null>;
  /** Why the last question got none. */
  readonly problem: ReadonlySignal<string | null>;
  /** Asks at once. */
  readonly refresh: () => Promise<void>;
}

const everyMs = 2_000;

/** Asks again and again while the page can be seen and the gateway is there: each time a while after the answer before. */
export function usePolled<T>(question: () => Promise<Answer<T>>): Polled<T> {
  const latest = useSignal<T | null>(null);
  const problem = useSignal<string | null>(null);

  async function refresh(): Promise<void> {
    const answer = await question();
    if (answer.ok) latest.value = answer.body;
    problem.value = answer.ok || answer.problem === 'gone' ? null : answer.message;
  }

  useSignalEffect(() => {
    if (!isVisible.value || isGatewayGone.value) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const next = async (): Promise<void> => {
      await refresh();
      if (!isOver) timer = setTimeout(() => void next(), everyMs);
    };
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  });
  return { latest, problem, refresh };
}

import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

/** What a signal says once it has said the same for a moment. The first value is there at once. */
export function settled<T>(source: ReadonlySignal<T>, waitMs: number): ReadonlySignal<T> {
  const result = signal(source.peek());
  effect(() => {
    const { value } = source;
    const timer = setTimeout(() => (result.value = value), waitMs);
    return () => clearTimeout(timer);
  });
  return result;
}

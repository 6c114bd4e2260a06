import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

const visibility = signal(!document.hidden, {
  watched() {
    update();
    document.addEventListener('visibilitychange', update);
  },
  unwatched: () => document.removeEventListener('visibilitychange', update),
});

function update(): void {
  visibility.value = !document.hidden;
}

/** Whether anybody can see the page. Current while something depends on it. */
export const isVisible: ReadonlySignal<boolean> = visibility;

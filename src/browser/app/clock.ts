import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

let timer: ReturnType<typeof setInterval> | undefined;

const ticking = signal(Date.now(), {
  watched() {
    tick();
    timer = setInterval(tick, 1_000);
  },
  unwatched: () => clearInterval(timer),
});

function tick(): void {
  ticking.value = Date.now();
}

/** Milliseconds since the epoch, each second anew while something depends on it. */
export const now: ReadonlySignal<number> = ticking;

/** `0.42 ms`, `35 ms`, `1.25 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1_000) return `${trim(ms / 1_000, 2)} s`;
  return `${trim(ms, ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

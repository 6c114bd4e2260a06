/**
 * What is wrong with a cache of `maxBytes` in a process with this heap limit, or null. Under churn the collector needs
 * as much room again, so more than half of the heap would end in long pauses and then in a crash.
 */
export function heapProblem(maxBytes: number, heapLimitBytes: number): string | null {
  if (maxBytes <= heapLimitBytes / 2) return null;
  const neededMegabytes = Math.ceil((2 * maxBytes) / 1_048_576);
  return `more than half of the heap limit; start node with --max-old-space-size=${neededMegabytes} or lower maxBytes`;
}

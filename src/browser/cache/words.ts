import type { PurgeView } from '../../admin/cache.ts';
import { count } from '../../cli/count.ts';

const units = ['bytes', 'KiB', 'MiB', 'GiB'] as const;

/** `512 bytes`, `4.1 KiB`, `64 MiB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1024 ** power;
  return `${Number(value.toFixed(power === 0 || value >= 100 ? 0 : 1))} ${units[power]}`;
}

/** What a purge has done. */
export function describePurge({ cards, fetchesVoided }: PurgeView): string {
  const forgotten = `Forgot ${count(cards, 'card')}.`;
  if (fetchesVoided === 0) return forgotten;
  const fetches = fetchesVoided === 1 ? 'A fetch' : `${fetchesVoided} fetches`;
  return `${forgotten} ${fetches} under way will not be kept.`;
}

/** What becomes of the copies that Plain has, which nobody can purge. */
export function describePlainCopies(goneBy: string, nowMs: number): string {
  const seconds = Math.ceil((Date.parse(goneBy) - nowMs) / 1000);
  if (seconds <= 0) return "Plain's own copies are past their time: whoever looks gets new ones.";
  const time = new Date(goneBy).toLocaleTimeString('en-GB');
  return `Plain shows its own copies for at most ${seconds} s more, until ${time}.`;
}

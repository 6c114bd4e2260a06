import type { CacheView } from '../../admin/cache.ts';
import { Fact } from '../shell/fact.tsx';
import { formatBytes } from './words.ts';

interface TotalsProps {
  readonly cache: CacheView;
  readonly purge: () => void;
}

export function Totals({ cache, purge }: TotalsProps) {
  const { bytes, maxBytes, slots, fetchesUnderWay } = cache;
  return (
    <section class="surface cache-totals" aria-labelledby="cache-totals">
      <h2 id="cache-totals" class="visually-hidden">
        Totals
      </h2>
      <div class="cache-meter">
        <label for="cache-meter" class="number">
          {formatBytes(bytes)} <span class="muted">of {formatBytes(maxBytes)}</span>
        </label>
        <meter id="cache-meter" min={0} max={maxBytes} high={maxBytes * 0.9} value={bytes} />
      </div>
      <dl class="facts">
        <Fact name="Slots">{slots}</Fact>
        <Fact name="Fetches under way">{fetchesUnderWay}</Fact>
      </dl>
      <button type="button" class="button" onClick={purge}>
        Purge …
      </button>
    </section>
  );
}

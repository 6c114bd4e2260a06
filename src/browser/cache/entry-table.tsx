import type { EntryView } from '../../admin/cache.ts';
import { describeSpan } from '../../admin/describe-time.ts';
import { stateOf } from './entry-words.ts';
import { formatBytes } from './words.ts';

const maxRows = 100;

/** What is remembered, without whose it is. */
export function EntryTable({ entries }: { readonly entries: readonly EntryView[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="surface cache-section" aria-labelledby="cache-entries">
      <h2 id="cache-entries">Entries</h2>
      <p class="muted small">
        One for each card and customer, those used last first. Whose they are is not told.
      </p>
      <div class="scroll" role="region" aria-labelledby="cache-entries" tabIndex={0}>
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Card</th>
              <th scope="col">Service</th>
              <th scope="col">State</th>
              <th scope="col" class="is-number">
                Age
              </th>
              <th scope="col" class="is-number">
                TTL left
              </th>
              <th scope="col" class="is-number">
                Fresh in Plain
              </th>
              <th scope="col" class="is-number">
                Size
              </th>
              <th scope="col">Tags</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, maxRows).map((entry, index) => (
              <EntryRow key={index} entry={entry} />
            ))}
          </tbody>
        </table>
      </div>
      {entries.length > maxRows && (
        <p class="muted small">The first {maxRows} are shown. Choose what to purge by the rest.</p>
      )}
    </section>
  );
}

function EntryRow({ entry }: { readonly entry: EntryView }) {
  const { card, upstream, ageSeconds, ttlLeftSeconds, plainFreshForSeconds, bytes, tags } = entry;
  const { label, color } = stateOf(entry);
  return (
    <tr>
      <td>
        <code>{card}</code>
      </td>
      <td>{upstream}</td>
      <td>
        <span class={`badge is-${color}`}>{label}</span>
      </td>
      <td class="is-number">{span(ageSeconds)}</td>
      <td class="is-number">{span(ttlLeftSeconds)}</td>
      <td class="is-number">{span(plainFreshForSeconds)}</td>
      <td class="is-number">{formatBytes(bytes)}</td>
      <td>{tags.length === 0 ? '–' : tags.join(', ')}</td>
    </tr>
  );
}

function span(seconds: number | null): string {
  return seconds === null || seconds <= 0 ? '–' : describeSpan(seconds);
}

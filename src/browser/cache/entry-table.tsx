import type { EntryView } from '../../admin/cache.ts';
import { describeSpan } from '../../admin/describe-time.ts';
import { stateOf } from './entry-words.ts';
import { formatBytes } from './words.ts';

const maxRows = 100;
const columns = ['Card', 'State', 'Age', 'TTL left', 'Fresh in Plain for', 'Size'];

/** What is remembered, without whose it is. */
export function EntryTable({ entries }: { readonly entries: readonly EntryView[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="surface cache-section" aria-labelledby="cache-entries">
      <h2 id="cache-entries">Entries</h2>
      <p class="muted small">
        One for each card and customer, those used last first. Whose they are is not told.
      </p>
      {/* The roles are told, because the table is drawn as a list where it is narrow. */}
      <table class="data cache-entries" role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column, index) => (
              <th
                key={column}
                role="columnheader"
                scope="col"
                class={index > 1 ? 'is-number' : undefined}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {entries.slice(0, maxRows).map((entry, index) => (
            <EntryRow key={index} entry={entry} />
          ))}
        </tbody>
      </table>
      {entries.length > maxRows && (
        <p class="muted small">The first {maxRows} are shown. Choose what to purge by the rest.</p>
      )}
    </section>
  );
}

function EntryRow({ entry }: { readonly entry: EntryView }) {
  const { card, upstream, ageSeconds, ttlLeftSeconds, plainFreshForSeconds, bytes, tags } = entry;
  const { label, color } = stateOf(entry);
  const numbers = [
    span(ageSeconds),
    span(ttlLeftSeconds),
    span(plainFreshForSeconds),
    formatBytes(bytes),
  ];
  return (
    <tr role="row">
      <td role="cell">
        <code class="anywhere">{card}</code>
        <span class="muted small cache-about anywhere">
          from {upstream}
          {tags.length > 0 && `, tagged ${tags.join(', ')}`}
        </span>
      </td>
      <td role="cell">
        <span class={`badge is-${color}`}>{label}</span>
      </td>
      {numbers.map((number, index) => (
        <td key={index} role="cell" class="is-number" data-column={columns[index + 2]}>
          {number}
        </td>
      ))}
    </tr>
  );
}

function span(seconds: number | null): string {
  return seconds === null || seconds <= 0 ? '–' : describeSpan(seconds);
}

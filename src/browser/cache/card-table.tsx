import type { CacheView } from '../../admin/cache.ts';
import { Notice } from '../shell/notice.tsx';
import { formatBytes } from './words.ts';

interface CardTableProps {
  readonly cards: CacheView['cards'];
  readonly purge: (card: string) => void;
}

export function CardTable({ cards, purge }: CardTableProps) {
  if (cards.length === 0)
    return (
      <Notice>
        The cache is empty. As soon as somebody looks at a customer, in Plain or under{' '}
        <a href="#/cards">Cards</a>, their cards are here.
      </Notice>
    );
  return (
    <section class="surface cache-section" aria-labelledby="cache-cards">
      <h2 id="cache-cards">By card</h2>
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Card</th>
            <th scope="col" class="is-number">
              Slots
            </th>
            <th scope="col" class="is-number">
              Size
            </th>
            <th>
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {cards.map(({ card, slots, bytes }) => (
            <tr key={card}>
              <th scope="row" class="anywhere">
                <code>{card}</code>
              </th>
              <td class="is-number">{slots}</td>
              <td class="is-number">{formatBytes(bytes)}</td>
              <td class="is-number">
                <button
                  type="button"
                  class="button is-small"
                  aria-label={`Purge ${card}`}
                  onClick={() => purge(card)}
                >
                  Purge
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

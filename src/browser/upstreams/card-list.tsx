import type { CardView, UpstreamView } from '../../admin/upstreams.ts';
import { describeDisabled } from './condition.ts';
import { SwitchButton } from './switch-button.tsx';
import type { SwitchProps } from './switch-button.tsx';

interface CardListProps extends SwitchProps {
  readonly upstream: Pick<UpstreamView, 'name' | 'cards'>;
}

export function CardList({ upstream: { name, cards }, ...switches }: CardListProps) {
  return (
    <ul role="list" class="upstream-cards" aria-label={`Cards of ${name}`}>
      {cards.map((card) => (
        <li key={card.card}>
          <span class="anywhere">
            <code>{card.card}</code> <CardState card={card} />
          </span>
          <SwitchButton target={{ card: card.card }} isOff={card.disabled !== null} {...switches} />
        </li>
      ))}
    </ul>
  );
}

function CardState({ card: { isRetired, disabled } }: { readonly card: CardView }) {
  if (disabled !== null) return <span class="badge">{describeDisabled(disabled)}</span>;
  return isRetired ? <span class="badge">Retired</span> : null;
}

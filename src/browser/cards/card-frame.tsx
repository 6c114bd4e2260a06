import { CardComponents } from '../card/card-components.tsx';
import { Icon } from '../shell/icon.tsx';
import { CardFacts } from './card-facts.tsx';
import { askFor } from './panel.ts';
import type { ShownCard } from './shown-card.ts';
import { describeOutcome, titleOf } from './words.ts';

interface CardFrameProps {
  readonly name: string;
  /** Undefined before the first answer. */
  readonly shown: ShownCard | undefined;
  readonly upstream: string | null;
  readonly isAsked: boolean;
}

/** A card with its title and its reload button as in Plain, and what Plain does not tell: how it came about. */
export function CardFrame({ name, shown, upstream, isAsked }: CardFrameProps) {
  const id = `card-${name}`;
  return (
    <article class="surface card" aria-labelledby={id} aria-busy={isAsked}>
      <header class="card-header">
        <h3 id={id} class="anywhere" title={name}>
          {titleOf(name)}
        </h3>
        {shown !== undefined && <OutcomeBadge shown={shown} />}
        <button
          type="button"
          class="icon-button is-small"
          aria-label={`Reload ${titleOf(name)}`}
          title="Reload, as Plain does: asks for this card alone"
          aria-disabled={isAsked}
          onClick={() => void (isAsked || askFor([name]))}
        >
          <Icon name="reload" />
        </button>
      </header>
      <CardBody shown={shown} />
      <CardFacts name={name} shown={shown} upstream={upstream} isAsked={isAsked} />
    </article>
  );
}

function OutcomeBadge({ shown: { card } }: { readonly shown: ShownCard }) {
  const { label, color, meaning } = describeOutcome(card.outcome);
  return (
    <span class={`badge is-${color}`} title={meaning}>
      {label}
    </span>
  );
}

function CardBody({ shown }: { readonly shown: ShownCard | undefined }) {
  if (shown === undefined) return <div class="card-body card-waiting" aria-hidden="true" />;
  const { components, outcome } = shown.card;
  return (
    <div class="card-body">
      {components === null ? (
        <p class="muted">{describeOutcome(outcome).meaning}</p>
      ) : (
        <CardComponents components={components} />
      )}
    </div>
  );
}

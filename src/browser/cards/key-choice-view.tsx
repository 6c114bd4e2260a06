import type { Scene, SceneCard } from '../../admin/api.ts';
import { ExtraKeys } from './extra-keys.tsx';
import { KeyBox } from './key-box.tsx';
import { choose, maxKeys } from './key-choice.ts';
import { keyChoice, keys } from './panel.ts';

/** Which cards are asked for: by upstream, and any other key. */
export function KeyChoiceView({ scene }: { readonly scene: Scene }) {
  const byUpstream = Map.groupBy(scene.cards, ({ upstream }) => upstream);
  const total = scene.cards.length + keyChoice.value.extra.length;
  const chosen = keys.value.length;
  return (
    <details class="choice-part">
      <summary>
        <h2>Cards</h2>{' '}
        <span class="muted">{chosen === total ? `all ${total}` : `${chosen} of ${total}`}</span>
      </summary>
      <div class="key-groups">
        {total > maxKeys && (
          <p class="muted small">
            Plain asks for {maxKeys} at most: the first {maxKeys} are.
          </p>
        )}
        {[...byUpstream].map(([upstream, cards]) => (
          <UpstreamKeys key={upstream} upstream={upstream} cards={cards} />
        ))}
        <ExtraKeys />
      </div>
    </details>
  );
}

interface UpstreamKeysProps {
  readonly upstream: string;
  readonly cards: readonly SceneCard[];
}

function UpstreamKeys({ upstream, cards }: UpstreamKeysProps) {
  const names = cards.map(({ key }) => key);
  const { without } = keyChoice.value;
  const count = names.filter((name) => !without.has(name)).length;
  return (
    <fieldset>
      <legend class="visually-hidden">Cards of {upstream}</legend>
      <KeyBox
        label={<strong>{upstream}</strong>}
        isChosen={count > 0}
        isMixed={count > 0 && count < names.length}
        choose={(isChosen) => (keyChoice.value = choose(keyChoice.peek(), names, isChosen))}
      />
      <div class="keys">
        {cards.map(({ key, isRetired }) => (
          <KeyBox
            key={key}
            label={isRetired ? `${key} (retired)` : key}
            isChosen={!without.has(key)}
            choose={(isChosen) => (keyChoice.value = choose(keyChoice.peek(), [key], isChosen))}
          />
        ))}
      </div>
    </fieldset>
  );
}

import type { Scene } from '../../admin/api.ts';
import { Icon } from '../shell/icon.tsx';
import { Notice } from '../shell/notice.tsx';
import { CardFrame } from './card-frame.tsx';
import { asked, expireAll, keys, refusal, shown, subject } from './panel.ts';

/** The cards as an agent sees them beside a conversation, as wide as there. */
export function PanelView({ scene }: { readonly scene: Scene }) {
  const upstreams = new Map(scene.cards.map(({ key, upstream }) => [key, upstream]));
  return (
    <section class="panel" aria-labelledby="panel-title">
      <div class="panel-title">
        <h2 id="panel-title">Panel</h2>
        {subject.value !== null && (
          <button
            type="button"
            class="button is-small"
            disabled={asked.value.size > 0}
            onClick={expireAll}
          >
            <Icon name="reload" /> Ask for all
          </button>
        )}
      </div>
      {refusal.value !== null && <Notice kind="error">{refusal.value}</Notice>}
      {subject.value === null && <NobodyChosen />}
      {subject.value !== null && keys.value.length === 0 && <NothingChosen scene={scene} />}
      {subject.value !== null &&
        keys.value.map((key) => (
          <CardFrame
            key={key}
            name={key}
            shown={shown.value.get(key)}
            upstream={upstreams.get(key) ?? null}
            isAsked={asked.value.has(key)}
          />
        ))}
    </section>
  );
}

function NobodyChosen() {
  return (
    <Notice>
      Choose a customer: their cards are drawn here as agents see them in Plain, and beside them how
      each came about.
    </Notice>
  );
}

function NothingChosen({ scene }: { readonly scene: Scene }) {
  if (scene.cards.length > 0) return <Notice>Choose at least one card.</Notice>;
  return (
    <Notice>
      No service is registered yet. Put a file into <code>upstreams/</code>, by hand or with{' '}
      <code>customer-cards-gateway add</code>: its cards show up here by themselves.
    </Notice>
  );
}

import { CardComponents } from '../card/card-components.tsx';
import { Notice } from '../shell/notice.tsx';
import { card, drawn, latest } from './state.ts';

/** The card as an agent sees it; the last one that could be made while what is written makes none. */
export function CardPane() {
  const answer = latest.value?.answer;
  const cards = answer?.cards ?? [];
  return (
    <>
      <h2>Card</h2>
      {cards.length > 1 && <CardChoice cards={cards} />}
      {answer === undefined ? (
        <p class="muted" role="status">
          Asking the gateway …
        </p>
      ) : (
        <Drawn />
      )}
      {answer?.result != null && answer.result.failure !== null && (
        <Notice kind="error">{answer.result.failure}</Notice>
      )}
    </>
  );
}

function Drawn() {
  const { components, isOld } = drawn.value;
  if (components === null)
    return isOld ? (
      <Notice kind="warning">Correct the mistakes to see the card.</Notice>
    ) : (
      <Notice>
        No data: this response makes no components, so Plain does not show the card at all.
      </Notice>
    );
  return (
    <>
      <div class={isOld ? 'surface drawn-card is-old' : 'surface drawn-card'}>
        <CardComponents components={components} />
      </div>
      <p class="drawn-note small muted" role="status">
        {isOld && 'As it was before: what is written now makes no card.'}
      </p>
    </>
  );
}

function CardChoice({ cards }: { readonly cards: readonly string[] }) {
  return (
    <div class="field">
      <label for="mapped-card">Card of the file</label>
      <select
        id="mapped-card"
        class="select"
        value={latest.value?.answer.result?.card ?? card.value ?? cards[0]}
        onChange={({ currentTarget: { value } }) => (card.value = value)}
      >
        {cards.map((key) => (
          <option key={key}>{key}</option>
        ))}
      </select>
    </div>
  );
}

import { CardComponents } from '../card/card-components.tsx';
import { Notice } from '../shell/notice.tsx';
import { Size } from './size-view.tsx';
import { cards, chosenCard, drawing } from './state.ts';

/** The card as an agent sees it; the last one that could be drawn while what is written can't be. */
export function Preview() {
  return (
    <>
      {cards.value.length > 1 && <CardChoice />}
      <Drawn />
    </>
  );
}

function Drawn() {
  const { value: current } = drawing;
  if (current.kind === 'blank')
    return (
      <Notice>
        Choose something from the gallery, or write <code>[</code> and go on with what is offered.
      </Notice>
    );
  if (current.kind === 'hidden')
    return <Notice>No data: Plain does not show this card at all.</Notice>;
  if (current.kind === 'broken')
    return <Notice kind="warning">Correct the mistakes to see the card.</Notice>;
  const { components, isOld } = current;
  return (
    <>
      <div class={isOld ? 'surface drawn-card is-old' : 'surface drawn-card'}>
        <CardComponents components={components} />
      </div>
      <p class="drawn-note small muted" role="status">
        {isOld && 'As it was before: what is written now can’t be drawn.'}
      </p>
      <Size components={components} />
    </>
  );
}

function CardChoice() {
  return (
    <div class="field">
      <label for="card-choice">Card</label>
      <select
        id="card-choice"
        class="select"
        value={chosenCard.value}
        onChange={({ currentTarget }) => (chosenCard.value = currentTarget.selectedIndex)}
      >
        {cards.value.map(({ key }, index) => (
          <option key={index} value={index}>
            {key ?? `Card ${index + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}

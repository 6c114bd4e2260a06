/** As in cards.css: there the panel has columns beside it. */
const hasRoom = matchMedia('(width >= 72rem)').matches;

/** What to do next in the demo; open where that pushes nothing away. */
export function TryIt() {
  return (
    <details class="choice-part" open={hasRoom}>
      <summary>
        <h2>Try it</h2>
      </summary>
      <ul>
        <li>
          <strong>Change a card.</strong> In <code>config/upstreams/orders.yaml</code> write
          something else for <code>Order value</code> and save: the card changes here by itself.
        </li>
        <li>
          <strong>Break a service.</strong> The demo prints a line that makes billing hang. Reload
          one of its cards: the others don't notice, and <a href="#/upstreams">Upstreams</a> says
          what is wrong.
        </li>
        <li>
          <strong>Make a card.</strong> The <a href="#/playground">playground</a> draws what you
          type, and <a href="#/mapping">Mapping</a> turns a response into a card.
        </li>
      </ul>
    </details>
  );
}

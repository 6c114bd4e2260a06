import { describeSpan } from '../../admin/describe-time.ts';
import { now } from '../app/clock.ts';
import { lastRequest } from './panel.ts';
import type { LastRequest } from './panel.ts';
import { Waterfall } from './waterfall.tsx';
import { summarise } from './words.ts';
import { formatMs } from '../app/words.ts';
import { Fact } from '../shell/fact.tsx';

/** The last request: what it was, and where its time went. */
export function RequestView() {
  const last = lastRequest.value;
  return (
    <section class="request surface" aria-labelledby="request-title" tabIndex={0}>
      <h2 id="request-title">Last request</h2>
      <p class="visually-hidden" role="status">
        {last !== null && summarise(last.answer.cards)}
      </p>
      {last === null ? (
        <p class="muted">
          Where the time of a request goes is drawn here: plan, cache, each service that is asked.
        </p>
      ) : (
        <>
          <RequestFacts last={last} />
          <Waterfall answer={last.answer} />
        </>
      )}
    </section>
  );
}

function RequestFacts({ last: { answer, answeredAt } }: { readonly last: LastRequest }) {
  const { cards, durationMs, deadlineMs, ref } = answer;
  const ago = Math.max(0, Math.round((now.value - answeredAt) / 1000));
  const [only] = cards;
  return (
    <dl class="facts">
      <Fact name="Asked for">
        {cards.length === 1 && only !== undefined ? only.key : `${cards.length} cards`}
      </Fact>
      <Fact name="Took">
        {formatMs(durationMs)} of {formatMs(deadlineMs)}
      </Fact>
      <Fact name="Answered">{describeSpan(ago)} ago</Fact>
      <Fact name="Ref">
        <code>{ref}</code>
      </Fact>
    </dl>
  );
}

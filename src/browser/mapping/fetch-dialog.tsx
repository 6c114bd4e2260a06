import { signal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import type { CustomerView, ResponseAnswer, Scene } from '../../admin/api.ts';
import { askSignedIn } from '../app/session.ts';
import { workspaceId } from '../cards/panel.ts';
import { formatJson } from '../editor/format-json.ts';
import { Modal } from '../editor/modal.tsx';
import { Notice } from '../shell/notice.tsx';
import { takeFetched } from './state.ts';
import { Whom, whom } from './whom.tsx';

interface FetchDialogProps {
  readonly scene: Scene;
  readonly closed: () => void;
}

/** The card that is asked for; the first when null. */
const chosen = signal<string | null>(null);
const isAsking = signal(false);
const failure = signal<string | null>(null);

/** Has the gateway ask a registered service for a customer. */
export function FetchDialog({ scene, closed }: FetchDialogProps) {
  const cards = scene.cards.filter(({ isRetired }) => !isRetired);
  const key = chosen.value ?? cards[0]?.key;
  return (
    <Modal title="Fetch a response" name="fetch" closed={closed}>
      {(close) => {
        if (key === undefined) return <NoCards />;
        const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
          event.preventDefault();
          void fetchResponse(key, whom(scene), close);
        };
        return (
          <form class="fetch-form" autocomplete="off" onSubmit={submit}>
            <Notice>
              The gateway asks the service now, and shows here what it answers: real data of this
              customer. It stays in this tab, and never gets into the address. The gateway logs that
              you looked, not at whom.
            </Notice>
            <div class="field">
              <label for="fetch-card">As for the card</label>
              <select
                id="fetch-card"
                class="select"
                value={key}
                onChange={({ currentTarget: { value } }) => (chosen.value = value)}
              >
                {cards.map(({ key, title }) => (
                  <option key={key} value={key}>
                    {key} ({title})
                  </option>
                ))}
              </select>
            </div>
            <Whom scene={scene} />
            {failure.value !== null && (
              <div role="alert">
                <Notice kind="error">{failure.value}</Notice>
              </div>
            )}
            <div class="actions">
              <button type="submit" class="button is-primary" disabled={isAsking.value}>
                {isAsking.value ? 'Asking …' : 'Fetch'}
              </button>
            </div>
          </form>
        );
      }}
    </Modal>
  );
}

function NoCards() {
  return <Notice>No service is registered yet, so there is none to ask.</Notice>;
}

async function fetchResponse(
  card: string,
  customer: CustomerView | null,
  close: () => void,
): Promise<void> {
  failure.value = customer === null ? 'Give an email, an external id or a Plain id.' : null;
  if (customer === null) return;
  isAsking.value = true;
  const body = { cardKeys: [card], customer, workspaceId: workspaceId.peek() };
  const answered = await askSignedIn<ResponseAnswer>('api/mapping/response', { body });
  isAsking.value = false;
  if (!answered.ok) {
    failure.value = answered.message;
    return;
  }
  const last = answered.body.exchanges.at(-1);
  if (last === undefined) failure.value = 'Nothing was asked: the service has no data to ask for.';
  else if (last.failure !== null) failure.value = `${last.method} ${last.url} ${last.failure}.`;
  else {
    takeFetched(formatJson(last.body), { card, customer });
    close();
  }
}

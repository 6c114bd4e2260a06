import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CustomerView, ResponseAnswer, Scene } from '../../admin/api.ts';
import { askSignedIn } from '../app/session.ts';
import { workspaceId } from '../cards/panel.ts';
import { formatJson } from '../editor/format-json.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Notice } from '../shell/notice.tsx';
import { takeFetched } from './state.ts';
import { Whom, whom } from './whom.tsx';

interface FetchDialogProps {
  readonly scene: Scene;
  readonly closed: () => void;
}

/** The card that is asked for; the first that is mapped when null. */
const chosen = signal<string | null>(null);

/** Has the gateway ask a registered service for a customer. */
export function FetchDialog({ scene, closed }: FetchDialogProps) {
  const cards = scene.cards.filter(({ isRetired }) => !isRetired);
  const first = cards.find(({ adapter }) => adapter === 'json') ?? cards[0];
  const card = chosen.value ?? first?.key;
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const isOpen = useRef(true);
  useEffect(() => () => void (isOpen.current = false), []);
  async function fetchIt(): Promise<void> {
    const customer = whom(scene);
    problem.value = missing(card, customer);
    if (card === undefined || customer === null) return;
    isBusy.value = true;
    const fetched = await fetchResponse(card, customer);
    isBusy.value = false;
    // Nobody wants it any more.
    if (!isOpen.current) return;
    if (!fetched.ok) problem.value = fetched.message;
    else {
      takeFetched(fetched.text, { card, customer });
      closed();
    }
  }
  return (
    <Dialog
      title="Fetch a response"
      action={isBusy.value ? 'Asking …' : 'Fetch'}
      isBusy={isBusy.value}
      problem={problem.value}
      onAction={() => void fetchIt()}
      onClose={closed}
    >
      <Notice>
        The gateway asks the service now and shows here what it answers: real data of this customer.
        It stays in this tab, and never gets into the address. The gateway logs that you looked, not
        at whom.
      </Notice>
      <div class="field">
        <label for="fetch-card">As for the card</label>
        <select
          id="fetch-card"
          class="select"
          value={card}
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
    </Dialog>
  );
}

function missing(card: string | undefined, customer: CustomerView | null): string | null {
  if (card === undefined) return 'No service is registered yet, so there is none to ask.';
  return customer === null ? 'Give an email, an external id or a Plain id.' : null;
}

type Fetched =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** The body of the last answer: the card is made of it. */
async function fetchResponse(card: string, customer: CustomerView): Promise<Fetched> {
  const body = { cardKeys: [card], customer, workspaceId: workspaceId.peek() };
  const answered = await askSignedIn<ResponseAnswer>('api/mapping/response', { body });
  if (!answered.ok) return answered;
  const last = answered.body.exchanges.at(-1);
  if (last === undefined) return refused('Nothing was asked: what the request needs is not known.');
  if (last.failure === null) return { ok: true, text: formatJson(last.body) };
  return refused(`${last.method} ${last.url}: the service ${last.failure}.`);
}

function refused(message: string): Fetched {
  return { ok: false, message };
}

import { useSignal } from '@preact/signals';
import type { PurgeView } from '../../admin/cache.ts';
import type { Scene } from '../../admin/api.ts';
import { askSignedIn } from '../app/session.ts';
import { Dialog } from '../shell/dialog.tsx';
import { PurgePreview } from './purge-preview.tsx';
import { PurgeFields } from './purge-fields.tsx';
import { toSelection } from './selection.ts';
import type { PurgeChoice } from './selection.ts';

interface PurgeDialogProps {
  readonly scene: Scene;
  readonly initial: PurgeChoice;
  readonly close: () => void;
  readonly done: (result: PurgeView) => void;
}

/** Asks what to forget, and says what that is before it is done. */
export function PurgeDialog({ scene, initial, close, done }: PurgeDialogProps) {
  const choice = useSignal(initial);
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const selection = toSelection(choice.value);

  async function act(): Promise<void> {
    isBusy.value = true;
    const answer = await askSignedIn<PurgeView>('cache/purge', { body: selection });
    isBusy.value = false;
    if (answer.ok) done(answer.body);
    else problem.value = answer.message;
  }

  return (
    <Dialog
      title="Purge"
      action="Purge"
      isDangerous
      isBusy={isBusy.value || selection === null}
      problem={problem.value}
      onAction={() => void act()}
      onClose={close}
    >
      <PurgeFields
        scene={scene}
        choice={choice.value}
        change={(changed) => (choice.value = { ...choice.peek(), ...changed })}
      />
      <PurgePreview choice={choice.value} />
    </Dialog>
  );
}

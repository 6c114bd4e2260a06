import { signal } from '@preact/signals';
import type { Scene } from '../../admin/api.ts';
import { Notice } from '../shell/notice.tsx';
import { CustomerForm } from './customer-form.tsx';
import { open, subject, workspaceChoice, workspaceId } from './panel.ts';

/** The index of a demo customer, or somebody else. */
export const choice = signal<number | 'other'>(0);

export function CustomerChoice({ scene }: { readonly scene: Scene }) {
  const { demoCustomers, allowsLookups } = scene;
  if (demoCustomers.length === 0 && !allowsLookups) return <NobodyToChoose />;
  const isOther = choice.value === 'other' || demoCustomers.length === 0;
  return (
    <section class="customer-choice" aria-labelledby="customer-title">
      <h2 id="customer-title">Customer</h2>
      {scene.workspaces.length > 0 && <WorkspaceChoice workspaces={scene.workspaces} />}
      {demoCustomers.length > 0 && <DemoCustomers scene={scene} />}
      {isOther && <CustomerForm />}
    </section>
  );
}

function DemoCustomers({ scene: { demoCustomers, allowsLookups } }: { readonly scene: Scene }) {
  const chosen = choice.value === 'other' ? undefined : demoCustomers[choice.value];
  return (
    <fieldset>
      <legend class="visually-hidden">Customer</legend>
      <div class="choices">
        {demoCustomers.map(({ name, note, customer }, index) => (
          <Choice
            key={name}
            label={name}
            note={note}
            isChosen={choice.value === index}
            choose={() => {
              choice.value = index;
              open({ customer });
            }}
          />
        ))}
        {allowsLookups && (
          <Choice
            label="Somebody else"
            note="by email, external id, Plain id …"
            isChosen={choice.value === 'other'}
            choose={() => {
              choice.value = 'other';
              open(null);
            }}
          />
        )}
      </div>
      {chosen !== undefined && <p class="chosen-note muted small">{chosen.note}</p>}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly note: string;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function Choice({ label, note, isChosen, choose }: ChoiceProps) {
  return (
    <label class="choice">
      <input type="radio" name="customer" checked={isChosen} onChange={choose} />
      <span class="choice-label anywhere">{label}</span>
      <span class="choice-note muted small anywhere">{note}</span>
    </label>
  );
}

function WorkspaceChoice({ workspaces }: { readonly workspaces: readonly string[] }) {
  return (
    <div class="field">
      <label for="workspace">Workspace</label>
      <select
        id="workspace"
        class="select"
        value={workspaceId.value ?? ''}
        onChange={({ currentTarget }) => changeWorkspace(currentTarget.value)}
      >
        {workspaces.map((workspace) => (
          <option key={workspace}>{workspace}</option>
        ))}
      </select>
    </div>
  );
}

function changeWorkspace(workspace: string): void {
  workspaceChoice.value = workspace;
  if (subject.peek() !== null) open({ ...subject.peek() });
}

function NobodyToChoose() {
  return (
    <Notice>
      Looking up customers is switched off: <code>admin.customerLookups</code> is <code>false</code>{' '}
      in <code>gateway.yaml</code>. The playground draws cards without any customer.
    </Notice>
  );
}

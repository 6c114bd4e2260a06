import type { Scene } from '../../admin/api.ts';
import { purgeKinds } from './selection.ts';
import type { PurgeChoice, PurgeKind } from './selection.ts';

interface PurgeFieldsProps {
  readonly scene: Scene;
  readonly choice: PurgeChoice;
  readonly change: (changed: Partial<PurgeChoice>) => void;
}

const labels: Readonly<Record<PurgeKind, string>> = {
  card: 'A card',
  upstream: 'A service',
  customer: 'A customer',
  tag: 'A tag',
  all: 'Everything',
};

export function PurgeFields({ scene, choice, change }: PurgeFieldsProps) {
  return (
    <>
      <fieldset>
        <legend>What</legend>
        <div class="purge-kinds">
          {purgeKinds.map((kind) => (
            <label key={kind} class="key-box">
              <input
                type="radio"
                name="purge-kind"
                checked={choice.kind === kind}
                onChange={() => change({ kind })}
              />
              {labels[kind]}
            </label>
          ))}
        </div>
      </fieldset>
      <KindFields scene={scene} choice={choice} change={change} />
    </>
  );
}

function KindFields({ scene, choice, change }: PurgeFieldsProps) {
  switch (choice.kind) {
    case 'card':
      return (
        <Choice
          name="card"
          label="Card"
          of={scene.cards.map(({ key }) => key)}
          choice={choice}
          change={change}
        />
      );
    case 'upstream':
      return (
        <Choice
          name="upstream"
          label="Service"
          of={scene.cards.map(({ upstream }) => upstream)}
          choice={choice}
          change={change}
        />
      );
    case 'tag':
      return (
        <Field
          name="tag"
          label="Tag"
          hint="As a service attaches it to its cards, in cacheTags."
          choice={choice}
          change={change}
        />
      );
    case 'customer':
      return (
        <>
          <Field name="email" label="Email" choice={choice} change={change} />
          <Field name="externalId" label="External id" choice={choice} change={change} />
          <Field
            name="id"
            label="Plain id"
            hint="Any one that matches is enough."
            choice={choice}
            change={change}
          />
        </>
      );
    case 'all':
      return null;
  }
}

interface FieldProps extends Pick<PurgeFieldsProps, 'choice' | 'change'> {
  readonly name: Exclude<keyof PurgeChoice, 'kind'>;
  readonly label: string;
}

function Choice({
  name,
  label,
  of,
  choice,
  change,
}: FieldProps & { readonly of: readonly string[] }) {
  const id = `purge-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="select"
        value={choice[name]}
        onChange={({ currentTarget: { value } }) => change({ [name]: value })}
      >
        <option value="">Choose …</option>
        {[...new Set([...of, choice[name]].filter((each) => each !== ''))].map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </div>
  );
}

function Field({ name, label, hint, choice, change }: FieldProps & { readonly hint?: string }) {
  const id = `purge-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        maxLength={1_000}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={choice[name]}
        onInput={({ currentTarget: { value } }) => change({ [name]: value })}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

import { signal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { noFields, toSubject } from './customer-fields.ts';
import type { CustomerFields } from './customer-fields.ts';
import { open } from './panel.ts';

/** What is typed: in memory only. */
const fields = signal<CustomerFields>(noFields);
const mistake = signal<string | null>(null);

/** Asks for somebody by what Plain sends of a customer. */
export function CustomerForm() {
  function submit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const subject = toSubject(fields.value);
    mistake.value = subject === null ? 'Give an email, an external id or a Plain id.' : null;
    if (subject !== null) open(subject);
  }
  return (
    <form class="customer-form" autocomplete="off" onSubmit={submit}>
      <Field name="email" label="Email" inputMode="email" />
      <Field name="externalId" label="External id" />
      <Field name="id" label="Plain id" placeholder="c_…" />
      <details>
        <summary>Tenant and thread</summary>
        <div class="customer-form">
          <Field name="tenantExternalId" label="Tenant's external id" />
          <Field name="tenantId" label="Tenant's Plain id" placeholder="te_…" />
          <Field name="threadExternalId" label="Thread's external id" />
          <Field name="threadId" label="Thread's Plain id" placeholder="th_…" />
        </div>
      </details>
      {mistake.value !== null && (
        <p class="mistake small" role="alert">
          {mistake.value}
        </p>
      )}
      <button class="button is-primary" type="submit">
        Show cards
      </button>
      <p class="muted small">
        What you type stays in this tab's memory. The gateway logs that you looked, not at whom.
      </p>
    </form>
  );
}

interface FieldProps {
  readonly name: keyof CustomerFields;
  readonly label: string;
  readonly inputMode?: 'email';
  readonly placeholder?: string;
}

function Field({ name, label, inputMode, placeholder }: FieldProps) {
  const id = `customer-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"

        type="text"
        inputMode={inputMode}
        placeholder={placeholder}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        maxLength={500}
        value={fields.value[name]}
        onInput={({ currentTarget: { value } }) =>
          (fields.value = { ...fields.peek(), [name]: value })
        }
      />
    </div>
  );
}

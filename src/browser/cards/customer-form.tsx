import { signal } from '@preact/signals';
import type { TargetedSubmitEvent } from 'preact';
import { CustomerField } from './customer-field.tsx';
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
      <CustomerField of="customer" fields={fields} name="email" label="Email" inputMode="email" />
      <CustomerField of="customer" fields={fields} name="externalId" label="External id" />
      <CustomerField of="customer" fields={fields} name="id" label="Plain id" placeholder="c_…" />
      <details>
        <summary>Tenant and thread</summary>
        <div class="customer-form">
          <CustomerField
            of="customer"
            fields={fields}
            name="tenantExternalId"
            label="Tenant's external id"
          />
          <CustomerField
            of="customer"
            fields={fields}
            name="tenantId"
            label="Tenant's Plain id"
            placeholder="te_…"
          />
          <CustomerField
            of="customer"
            fields={fields}
            name="threadExternalId"
            label="Thread's external id"
          />
          <CustomerField
            of="customer"
            fields={fields}
            name="threadId"
            label="Thread's Plain id"
            placeholder="th_…"
          />
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

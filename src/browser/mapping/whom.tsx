import { signal } from '@preact/signals';
import type { CustomerView, Scene } from '../../admin/api.ts';
import { CustomerField } from '../cards/customer-field.tsx';
import { noFields, toSubject } from '../cards/customer-fields.ts';
import { Notice } from '../shell/notice.tsx';

/** The index of a demo customer, or somebody else. */
const choice = signal<number | 'other'>(0);
/** What is typed: in memory only. */
const fields = signal(noFields);

/** The customer that is chosen or typed; null for none. */
export function whom({ demoCustomers }: Scene): CustomerView | null {
  const demo = choice.value === 'other' ? undefined : demoCustomers[choice.value];
  return demo === undefined ? (toSubject(fields.value)?.customer ?? null) : demo.customer;
}

export function Whom({ scene: { demoCustomers, allowsLookups } }: { readonly scene: Scene }) {
  if (demoCustomers.length === 0 && !allowsLookups) return <NobodyToChoose />;
  const isOther = choice.value === 'other' || demoCustomers.length === 0;
  return (
    <>
      {demoCustomers.length > 0 && (
        <div class="field">
          <label for="fetch-customer">Customer</label>
          <select
            id="fetch-customer"
            class="select"
            value={choice.value}
            onChange={({ currentTarget: { value } }) =>
              (choice.value = value === 'other' ? value : Number(value))
            }
          >
            {demoCustomers.map(({ name, note }, index) => (
              <option key={name} value={index}>
                {name}: {note}
              </option>
            ))}
            {allowsLookups && <option value="other">Somebody else</option>}
          </select>
        </div>
      )}
      {isOther && (
        <div class="fetch-fields">
          <CustomerField of="fetch" fields={fields} name="email" label="Email" />
          <CustomerField of="fetch" fields={fields} name="externalId" label="External id" />
          <CustomerField of="fetch" fields={fields} name="id" label="Plain id" />
        </div>
      )}
    </>
  );
}

function NobodyToChoose() {
  return (
    <Notice kind="warning">
      Looking up customers is switched off: <code>admin.customerLookups</code> is <code>false</code>{' '}
      in <code>gateway.yaml</code>. Paste a response instead.
    </Notice>
  );
}

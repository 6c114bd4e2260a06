import type { Signal } from '@preact/signals';
import type { CustomerFields } from './customer-fields.ts';

export interface CustomerFieldProps {
  /** What the form belongs to: `customer` gives the input the id `customer-email`. */
  readonly of: string;
  readonly fields: Signal<CustomerFields>;
  readonly name: keyof CustomerFields;
  readonly label: string;
  readonly inputMode?: 'email';
  readonly placeholder?: string;
}

/** One identifier to type. The browser keeps nothing of it. */
export function CustomerField(props: CustomerFieldProps) {
  const { of, fields, name, label, inputMode, placeholder } = props;
  const id = `${of}-${name}`;
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

import { signal } from '@preact/signals';
import type { Component } from '../../validate/components.ts';
import { copyText } from '../app/clipboard.ts';
import { Icon } from '../shell/icon.tsx';
import { toCode } from './code.ts';
import { drawing, text } from './state.ts';
import { toYaml } from './yaml.ts';

interface Form {
  readonly name: string;
  readonly about: string;
  /** null while there is nothing to make it of. */
  readonly make: (components: readonly Component[] | null) => string | null;
}

const forms: readonly Form[] = [
  { name: 'JSON', about: 'What a service answers', make: () => text.peek() },
  {
    name: 'YAML',
    about: 'For a card in a file with adapter: json',
    make: (components) => components && toYaml(components),
  },
  {
    name: 'TypeScript',
    about: 'With @team-plain/ui-components',
    make: (components) => components && toCode(components),
  },
];

/** The form that was copied last, or can't be. */
const copied = signal<string | null>(null);
/** What the browser would not let be copied. */
const refused = signal<string | null>(null);

export function CopyAs() {
  return (
    <div class="copy-as" role="group" aria-label="Copy as">
      <span class="small muted" aria-hidden="true">
        Copy as
      </span>
      {forms.map((form) => (
        <button
          key={form.name}
          type="button"
          class="button"
          title={form.about}
          disabled={form.make(soundComponents()) === null}
          onClick={() => void copy(form)}
        >
          <Icon name={copied.value === form.name ? 'check' : 'copy'} /> {form.name}
        </button>
      ))}
      <span class="visually-hidden" role="status">
        {copied.value !== null && `Copied as ${copied.value}`}
      </span>
      {refused.value !== null && <ByHand text={refused.value} />}
    </div>
  );
}

/** Those that are drawn, unless they are old. */
function soundComponents(): readonly Component[] | null {
  const { value: current } = drawing;
  return current.kind === 'card' && !current.isOld ? current.components : null;
}

const toldMs = 2_000;

async function copy({ name, make }: Form): Promise<void> {
  const made = make(soundComponents());
  if (made === null) return;
  refused.value = (await copyText(made)) ? null : made;
  copied.value = refused.value === null ? name : null;
  setTimeout(() => (copied.value = null), toldMs);
}

function ByHand({ text }: { readonly text: string }) {
  return (
    <div class="field copy-by-hand">
      <label for="copy-by-hand">The browser does not let this page copy. Copy it from here:</label>
      <textarea id="copy-by-hand" class="input mono" rows={6} readOnly value={text} />
    </div>
  );
}
